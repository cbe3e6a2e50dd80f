package homework.arch.docs;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java code of the project, tests as well. */
final class Sources {

  /** They name what is not there, on purpose. */
  private static final Set<String> PLANTED = Set.of("CodeInDocsTest.java", "CommandsTest.java");

  private static final Map<Path, String> ALL = read();

  private Sources() {}

  private static Map<Path, String> read() {
    Map<Path, String> all = new TreeMap<>();
    Docs.endingIn(".java").stream()
        .filter(file -> !PLANTED.contains(file.getFileName().toString()))
        .forEach(file -> all.put(file, Docs.read(file)));
    return all;
  }

  /** Whether a class has such a name; a regular expression. */
  static boolean hasClass(String name) {
    return named(name).findAny().isPresent();
  }

  /** The code of the classes that have such a name; a regular expression. */
  static Stream<String> named(String name) {
    Pattern file = Pattern.compile(name + "\\.java");
    return ALL.entrySet().stream()
        .filter(source -> file.matcher(source.getKey().getFileName().toString()).matches())
        .map(Map.Entry::getValue);
  }

  /** The code of a module. */
  static Stream<String> in(String module) {
    return ALL.entrySet().stream()
        .filter(source -> source.getKey().startsWith(Docs.ROOT.resolve(module)))
        .map(Map.Entry::getValue);
  }

  static boolean contain(String text) {
    return ALL.values().stream().anyMatch(source -> source.contains(text));
  }
}
