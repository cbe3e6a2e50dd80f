package homework.arch.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * One Markdown file, as GitHub reads it.
 *
 * @param file where it lies, or would lie
 */
record Markdown(Path file, Node document) {

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s(src|srcset|href|alt)\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern TAG = Pattern.compile("<(img|source|a)\\s[^>]*>");

  /**
   * @param anchor as GitHub makes it of the title
   */
  record Heading(int level, String title, String anchor) {}

  /**
   * @param language what is written after the fence; empty if nothing is
   */
  record CodeBlock(int line, String language, String text) {}

  /**
   * @param alt what is told to those who cannot see it; empty if nothing is
   */
  record Picture(String source, String alt) {}

  static Markdown of(Path file) {
    return of(file, Docs.read(file));
  }

  static Markdown of(Path file, String text) {
    return new Markdown(file, PARSER.parse(text));
  }

  /** All of the project. */
  static List<Markdown> all() {
    return Docs.endingIn(".md").stream().map(Markdown::of).toList();
  }

  /** Its path from the root folder. */
  String name() {
    return Docs.ROOT.relativize(file).toString().replace('\\', '/');
  }

  List<Heading> headings() {
    IdGenerator anchors = IdGenerator.builder().build();
    return every(org.commonmark.node.Heading.class).stream()
        .map(
            heading -> {
              String title = text(heading);
              return new Heading(heading.getLevel(), title, anchors.generateId(title));
            })
        .toList();
  }

  /** The targets of all links, without those of pictures. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    every(Link.class).forEach(link -> links.add(link.getDestination()));
    html("href").forEach(links::add);
    return links;
  }

  /** In order; of a {@code <picture>} the one that every reader can see. */
  List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Image image) {
            pictures.add(new Picture(image.getDestination(), text(image)));
          }

          @Override
          public void visit(HtmlBlock block) {
            tags(block.getLiteral());
          }

          @Override
          public void visit(HtmlInline inline) {
            tags(inline.getLiteral());
          }

          private void tags(String literal) {
            Matcher tag = TAG.matcher(literal);
            while (tag.find()) {
              if (tag.group(1).equals("img")) {
                pictures.add(
                    new Picture(
                        String.join("", attributes(tag.group(), "src")),
                        String.join("", attributes(tag.group(), "alt"))));
              }
            }
          }
        });
    return pictures;
  }

  /** What else of pictures may be shown instead. */
  List<String> otherSources() {
    return html("srcset").stream().map(set -> set.strip().split("\\s+", 2)[0]).toList();
  }

  List<CodeBlock> codeBlocks() {
    return every(FencedCodeBlock.class).stream()
        .map(
            block ->
                new CodeBlock(
                    block.getSourceSpans().get(0).getLineIndex() + 1,
                    block.getInfo(),
                    block.getLiteral()))
        .toList();
  }

  /** What is set in the type of code within a sentence. */
  List<String> codeSpans() {
    return every(Code.class).stream().map(Code::getLiteral).toList();
  }

  /** The texts in the cells of all tables, row by row; the head of a table is one. */
  List<List<String>> tableRows() {
    return every(TableBlock.class).stream()
        .flatMap(table -> every(table, TableRow.class).stream())
        .map(row -> every(row, TableCell.class).stream().map(Markdown::text).toList())
        .toList();
  }

  <T extends Node> List<T> every(Class<T> kind) {
    return every(document, kind);
  }

  /** All nodes of a kind, in the order of the text. */
  static <T extends Node> List<T> every(Node start, Class<T> kind) {
    List<T> found = new ArrayList<>();
    collect(start, kind, found);
    return found;
  }

  private static <T extends Node> void collect(Node node, Class<T> kind, List<T> found) {
    if (kind.isInstance(node)) {
      found.add(kind.cast(node));
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      collect(child, kind, found);
    }
  }

  /** What a reader sees of it. */
  static String text(Node node) {
    StringBuilder text = new StringBuilder();
    for (Node part : every(node, Node.class)) {
      if (part instanceof Text words) {
        text.append(words.getLiteral());
      } else if (part instanceof Code code) {
        text.append(code.getLiteral());
      }
    }
    return text.toString().strip();
  }

  private List<String> html(String attribute) {
    List<String> values = new ArrayList<>();
    every(HtmlBlock.class)
        .forEach(block -> values.addAll(attributes(block.getLiteral(), attribute)));
    every(HtmlInline.class)
        .forEach(inline -> values.addAll(attributes(inline.getLiteral(), attribute)));
    return values;
  }

  private static List<String> attributes(String html, String name) {
    Matcher attribute = ATTRIBUTE.matcher(html);
    List<String> values = new ArrayList<>();
    while (attribute.find()) {
      if (attribute.group(1).equals(name)) {
        values.add(attribute.group(2));
      }
    }
    return values;
  }
}
