package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {

  private static final Path README = Docs.ROOT.resolve("README.md");

  @Test
  void everyLinkLeadsSomewhere() {
    assertThat(Markdown.all().stream().flatMap(document -> LinkRules.broken(document).stream()))
        .isEmpty();
  }

  @Test
  void everyDocumentCanBeReachedFromTheReadme() {
    Set<Path> reached = LinkRules.reachableFrom(README);
    assertThat(Docs.endingIn(".md"))
        .filteredOn(file -> file.startsWith(Docs.ROOT.resolve("docs")) && !reached.contains(file))
        .isEmpty();
    assertThat(reached).hasSizeGreaterThan(30);
  }

  @Test
  void aLinkThatLeadsNowhereIsNamed() {
    assertThat(
            LinkRules.broken(
                document(
                    """
                    # A title, twice: `code` and Ещё раз!
                    ## Twice
                    ## Twice
                    [right](../README.md) [right](../README.md#the-scenario) [right](#twice-1)
                    [right](#a-title-twice-code-and-ещё-раз) [right](adr/)
                    [right](../pom.xml#L1-L2) <http://localhost:8080/x> <http://arch.homework>
                    [right](#a-title-twice-code-and-%D0%B5%D1%89%D1%91-%D1%80%D0%B0%D0%B7)
                    [right][1] ![seen](../docs/pictures/context.svg)

                    [gone](nothing.md) [gone](../README.md#nothing) [gone](#twice-2)
                    [gone](../pom.xml#L100000) [gone](../../elsewhere) [gone](../target/made.txt)
                    <http://example.org/> ![](pictures/context.svg) ![seen](pictures/none.svg)

                    <picture>
                      <source media="(prefers-color-scheme: dark)" srcset="pictures/none-dark.svg">
                      <img src="pictures/context.svg" alt=" ">
                    </picture>

                    And a <a href="none.html">link</a>, <img src="none.png" alt="seen">.

                    [1]: https://example.org/
                    """)))
        .containsExactlyInAnyOrder(
            "docs/planted.md: nothing.md is not there",
            "docs/planted.md: ../README.md#nothing is no heading there",
            "docs/planted.md: #twice-2 is no heading there",
            "docs/planted.md: ../pom.xml#L100000 is no line there",
            "docs/planted.md: ../../elsewhere leads out of the project",
            "docs/planted.md: ../target/made.txt leads out of the project",
            "docs/planted.md: http://example.org/ is not https",
            "docs/planted.md: pictures/context.svg is not told to those who cannot see it (alt)",
            "docs/planted.md: pictures/none.svg is not there",
            "docs/planted.md: pictures/none-dark.svg is not there",
            "docs/planted.md: pictures/context.svg is not told to those who cannot see it (alt)",
            "docs/planted.md: none.html is not there",
            "docs/planted.md: none.png is not there");
  }

  @Test
  void aDocumentThatNoLinkLeadsToIsNotReached(@TempDir Path folder) throws IOException {
    Path start = Files.writeString(folder.resolve("start.md"), "[next](a/next.md#here)");
    Path next = Files.createDirectory(folder.resolve("a")).resolve("next.md");
    Files.writeString(next, "# Here\n\n[back](../start.md) [none](none.md) [folder](b)");
    Path index = Files.createDirectory(folder.resolve("a/b")).resolve("README.md");
    Files.writeString(index, "# Index");
    Files.writeString(folder.resolve("orphan.md"), "[start](start.md)");
    assertThat(LinkRules.reachableFrom(start)).containsExactly(start, next, index);
  }

  private static Markdown document(String text) {
    return Markdown.of(Docs.ROOT.resolve("docs/planted.md"), text);
  }
}
