package homework.arch.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.yaml.snakeyaml.Yaml;

/** What a document says about the code must be found there. */
final class CodeRules {

  /** A class, or one of its members. */
  private static final Pattern NAME =
      Pattern.compile("([A-Z][a-z]+[A-Za-z]*)(?:\\.([a-z][A-Za-z]*))?(?:\\(\\))?");

  private static final Pattern VARIABLE = Pattern.compile("\\bARCH_[A-Z_]+\\b");

  /** A database has no second underscore in its name. */
  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(arch_[a-z]+(?=_total)|arch_[a-z]+_[a-z_]+?)(_seconds)?(_count|_sum|_max|_bucket|_total)?\\b");

  private static final Set<String> SETTINGS = settings();

  private CodeRules() {}

  /** The names of classes and members, in the type of code, that are none. */
  static List<String> namesOfNothing(Markdown document) {
    return document.codeSpans().stream().filter(CodeRules::isNameOfNothing).distinct().toList();
  }

  private static boolean isNameOfNothing(String span) {
    Matcher name = NAME.matcher(span);
    if (!name.matches()) {
      return false;
    }
    return name.group(2) == null
        ? !Sources.contain(name.group(1))
        : Sources.named(name.group(1)).noneMatch(source -> source.contains(name.group(2)));
  }

  /** The environment variables of ours that set nothing. */
  static List<String> variablesForNothing(Markdown document) {
    return found(VARIABLE, document).filter(name -> !SETTINGS.contains(name)).toList();
  }

  /** The metrics of ours that nobody measures. */
  static List<String> metricsOfNothing(Markdown document) {
    return found(METRIC, document)
        .filter(
            metric -> {
              String name = METRIC.matcher(metric).replaceFirst("$1").replace('_', '.');
              return !Sources.contain("\"" + name + "\"")
                  && !Sources.contain("\"" + metric.replace('_', '.') + "\"");
            })
        .toList();
  }

  private static Stream<String> found(Pattern pattern, Markdown document) {
    Stream<String> code =
        Stream.concat(
            document.codeSpans().stream(),
            document.codeBlocks().stream().map(Markdown.CodeBlock::text));
    return code.flatMap(text -> pattern.matcher(text).results().map(MatchResult::group)).distinct();
  }

  /**
   * Spring's own rule: {@code arch.a-b} is set by {@code ARCH_A_B}. Compose and the script name
   * their own.
   */
  private static Set<String> settings() {
    Set<String> settings = new HashSet<>();
    Docs.endingIn(".yml").stream()
        .filter(file -> file.toString().contains("src/main/resources"))
        .forEach(
            file ->
                new Yaml().loadAll(Docs.read(file)).forEach(part -> flatten("", part, settings)));
    for (String file : List.of("compose.yaml", "scenario")) {
      VARIABLE
          .matcher(Docs.read(Docs.ROOT.resolve(file)))
          .results()
          .forEach(name -> settings.add(name.group()));
    }
    return settings;
  }

  private static void flatten(String path, Object settings, Set<String> flat) {
    if (settings instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> flatten(path.isEmpty() ? key.toString() : path + "." + key, value, flat));
    } else {
      flat.add(path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The excerpts of Java code that are not, line by line, in the file that the last link before
   * them leads to.
   */
  static List<String> excerptsFromNowhere(Markdown document) {
    List<String> fromNowhere = new ArrayList<>();
    String code = "";
    for (Node node : document.every(Node.class)) {
      if (node instanceof Link link) {
        Path file = document.file().resolveSibling(link.getDestination());
        if (file.toString().endsWith(".java") && Files.exists(file)) {
          code = Docs.read(file);
        }
      } else if (node instanceof FencedCodeBlock block
          && block.getInfo().equals("java")
          && !("\n" + code).contains("\n" + block.getLiteral())) {
        fromNowhere.add(block.getLiteral());
      }
    }
    return fromNowhere;
  }
}
