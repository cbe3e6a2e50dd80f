package homework.arch.docs;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the links of the documents must lead. */
final class LinkRules {

  private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
  private static final Pattern LINES = Pattern.compile("L(\\d+)(?:-L(\\d+))?");
  private static final Set<String> WITHOUT_TLS = Set.of("localhost", "arch.homework");

  private LinkRules() {}

  /** Says what is wrong with the links and pictures of a document, in a sentence for each. */
  static List<String> broken(Markdown document) {
    List<String> broken = new ArrayList<>();
    List<String> targets = new ArrayList<>(document.links());
    document.pictures().forEach(picture -> targets.add(picture.source()));
    targets.addAll(document.otherSources());
    for (String target : targets) {
      String fault =
          ABSOLUTE.matcher(target).matches() ? absolute(target) : relative(document, target);
      if (!fault.isEmpty()) {
        broken.add("%s: %s %s".formatted(document.name(), target, fault));
      }
    }
    for (Markdown.Picture picture : document.pictures()) {
      if (picture.alt().isBlank()) {
        broken.add(
            "%s: %s is not told to those who cannot see it (alt)"
                .formatted(document.name(), picture.source()));
      }
    }
    return broken;
  }

  private static String absolute(String target) {
    URI uri = URI.create(target);
    boolean secure = "https".equals(uri.getScheme());
    boolean ours = "http".equals(uri.getScheme()) && WITHOUT_TLS.contains(uri.getHost());
    return secure || ours ? "" : "is not https";
  }

  private static String relative(Markdown document, String target) {
    Path file = fileOf(document, target);
    String anchor = target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
    if (!file.startsWith(Docs.ROOT) || !Docs.isOurs(file)) {
      return "leads out of the project";
    }
    boolean itself = file.equals(document.file());
    if (!itself && !Files.exists(file)) {
      return "is not there";
    }
    if (anchor.isEmpty()) {
      return "";
    }
    if (file.toString().endsWith(".md")) {
      return (itself ? document : Markdown.of(file))
              .headings().stream().anyMatch(h -> h.anchor().equals(decoded(anchor)))
          ? ""
          : "is no heading there";
    }
    return isLineOf(file, anchor) ? "" : "is no line there";
  }

  private static boolean isLineOf(Path file, String anchor) {
    Matcher lines = LINES.matcher(anchor);
    if (!lines.matches() || Files.isDirectory(file)) {
      return false;
    }
    String last = lines.group(2) == null ? lines.group(1) : lines.group(2);
    return Integer.parseInt(last) <= Docs.read(file).lines().count();
  }

  private static Path fileOf(Markdown document, String target) {
    String path = decoded(target.replaceFirst("#.*", ""));
    Path folder = document.file().resolveSibling(".");
    return (path.isEmpty() ? document.file() : folder.resolve(path)).normalize();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** All documents to which links lead from this one, itself as well. */
  static Set<Path> reachableFrom(Path start) {
    Set<Path> reached = new LinkedHashSet<>();
    Deque<Path> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      Path file = open.pop();
      if (!file.toString().endsWith(".md") || !Files.exists(file) || !reached.add(file)) {
        continue;
      }
      Markdown document = Markdown.of(file);
      document.links().stream()
          .filter(target -> !ABSOLUTE.matcher(target).matches())
          .map(target -> fileOf(document, target))
          // GitHub shows it below the files of the folder.
          .map(there -> Files.isDirectory(there) ? there.resolve("README.md") : there)
          .forEach(open::push);
    }
    return reached;
  }
}
