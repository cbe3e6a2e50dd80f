package homework.arch.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** What a document says about the code must be found there. */
final class CodeRules {

  /** A class, or one of its members. */
  private static final Pattern NAME =
      Pattern.compile("([A-Z][a-z]+[A-Za-z]*)(?:\\.([a-z][A-Za-z]*))?(?:\\(\\))?");

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
