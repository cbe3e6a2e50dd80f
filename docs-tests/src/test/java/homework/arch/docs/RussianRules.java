package homework.arch.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** What a document must have in common with the same document in Russian. */
final class RussianRules {

  private static final Path DOCS = Path.of("docs");

  private RussianRules() {}

  /** The documents that there must be in Russian as well; paths from the root folder. */
  static List<Path> required(List<Path> documents) {
    return documents.stream()
        .filter(
            path ->
                path.equals(Path.of("README.md"))
                    || path.equals(DOCS.resolve("solution.md"))
                    || path.equals(DOCS.resolve("homework.md"))
                    || path.startsWith(DOCS.resolve("styles")))
        .toList();
  }

  /**
   * Where a document is in Russian: README.ru.md, and the same path in docs/ru for those in docs.
   */
  static Path russian(Path english) {
    return english.startsWith(DOCS)
        ? DOCS.resolve("ru").resolve(DOCS.relativize(english))
        : Path.of(english.toString().replaceFirst("\\.md$", ".ru.md"));
  }

  /** Which documents must be pairs: what must be in Russian, and what is. */
  static Map<Path, Path> pairs(List<Path> documents) {
    Map<Path, Path> pairs = new TreeMap<>();
    Stream.concat(
            required(documents).stream(),
            documents.stream().map(RussianRules::english).filter(path -> !path.equals(Path.of(""))))
        .forEach(english -> pairs.put(english, russian(english)));
    return pairs;
  }

  /** The original of a document in Russian; an empty path for any other. */
  private static Path english(Path path) {
    if (path.startsWith(DOCS.resolve("ru"))) {
      return DOCS.resolve(DOCS.resolve("ru").relativize(path));
    }
    return Path.of(
        path.toString().endsWith(".ru.md")
            ? path.toString().replaceFirst("\\.ru\\.md$", ".md")
            : "");
  }

  /** Says what is wrong with a pair in the project, in a sentence for each. */
  static List<String> broken(Path english, Path russian) {
    for (Path document : List.of(english, russian)) {
      if (!Files.exists(Docs.ROOT.resolve(document))) {
        return List.of(
            "%s is missing; it belongs to %s"
                .formatted(document, document.equals(english) ? russian : english));
      }
    }
    return broken(Markdown.of(Docs.ROOT.resolve(english)), Markdown.of(Docs.ROOT.resolve(russian)));
  }

  static List<String> broken(Markdown english, Markdown russian) {
    List<String> broken = new ArrayList<>();
    compare(
        "headings, by level",
        english,
        russian,
        document -> document.headings().stream().map(Markdown.Heading::level).toList(),
        broken);
    compare(
        "pictures",
        english,
        russian,
        document ->
            document.pictures().stream()
                .map(picture -> document.file().resolveSibling(picture.source()).normalize())
                .map(Docs.ROOT::relativize)
                .toList(),
        broken);
    compare(
        "blocks of code",
        english,
        russian,
        document -> document.codeBlocks().stream().map(Markdown.CodeBlock::language).toList(),
        broken);
    compare(
        "commands",
        english,
        russian,
        document ->
            Commands.in(document).all().stream()
                .filter(command -> command.line() > 0)
                .map(command -> String.join(" ", command.words()))
                .toList(),
        broken);
    compare("tables, by cells and code", english, russian, RussianRules::tables, broken);
    compareLinks(english, russian, broken);
    linked(english, russian, "Русский", broken);
    linked(russian, english, "English", broken);
    return broken;
  }

  private static void compare(
      String what,
      Markdown english,
      Markdown russian,
      Function<Markdown, List<?>> of,
      List<String> broken) {
    List<?> first = of.apply(english);
    List<?> second = of.apply(russian);
    if (!first.equals(second)) {
      broken.add(
          "%s has not the same %s as %s: %s instead of %s"
              .formatted(russian.name(), what, english.name(), second, first));
    }
  }

  /**
   * Of each row how many cells it has, and the code in them, which is the same in all languages.
   */
  private static List<String> tables(Markdown document) {
    return document.every(TableRow.class).stream()
        .map(
            row ->
                Markdown.every(row, TableCell.class).size()
                    + " "
                    + Markdown.every(row, Code.class).stream()
                        .map(Code::getLiteral)
                        .sorted()
                        .toList())
        .toList();
  }

  /** In whatever order a sentence has them. */
  private static void compareLinks(Markdown english, Markdown russian, List<String> broken) {
    List<String> first = targets(english);
    List<String> second = targets(russian);
    List<String> missing = new ArrayList<>(first);
    second.forEach(missing::remove);
    List<String> tooMany = new ArrayList<>(second);
    first.forEach(tooMany::remove);
    missing.forEach(link -> broken.add("%s does not link to %s".formatted(russian.name(), link)));
    tooMany.forEach(
        link -> broken.add("%s links to %s once too often".formatted(russian.name(), link)));
  }

  /** What it links to, without that to its twin; of twins the English one, without its headings. */
  private static List<String> targets(Markdown document) {
    Path self = Docs.ROOT.relativize(document.file());
    Path original = english(self).equals(Path.of("")) ? self : english(self);
    return document.links().stream()
        .map(
            link -> {
              if (link.matches("[a-z]+:.*")) {
                return link;
              }
              String path = link.replaceFirst("#.*", "");
              Path file =
                  path.isEmpty()
                      ? self
                      : Docs.ROOT.relativize(document.file().resolveSibling(path).normalize());
              Path there = english(file).equals(Path.of("")) ? file : english(file);
              boolean translated = there.toString().endsWith(".md");
              return there.toString().replace('\\', '/')
                  + (translated ? "" : link.substring(path.length()));
            })
        .filter(link -> !link.equals(original.toString().replace('\\', '/')))
        .sorted()
        .toList();
  }

  private static void linked(Markdown from, Markdown to, String text, List<String> broken) {
    String target = from.file().resolveSibling(".").normalize().relativize(to.file()).toString();
    String link = "[%s](%s)".formatted(text, target.replace('\\', '/'));
    if (!beginning(from).contains(link)) {
      broken.add(
          "%s does not link to %s: add the line %s below its title"
              .formatted(from.name(), to.name(), link));
    }
  }

  /** The links before the first section, where a reader looks for his language. */
  private static List<String> beginning(Markdown document) {
    List<String> links = new ArrayList<>();
    int headings = 0;
    for (Node node : document.every(Node.class)) {
      if (node instanceof Heading && ++headings > 1) {
        break;
      }
      if (node instanceof Link link) {
        links.add("[%s](%s)".formatted(Markdown.text(link), link.getDestination()));
      }
    }
    return links;
  }
}
