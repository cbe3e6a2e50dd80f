package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RussianTest {

  @Test
  void eachDocumentInRussianIsTheTwinOfOneInEnglish() {
    List<Path> documents = Docs.endingIn(".md").stream().map(Docs.ROOT::relativize).toList();
    Map<Path, Path> pairs = RussianRules.pairs(documents);
    assertThat(
            pairs.entrySet().stream()
                .flatMap(pair -> RussianRules.broken(pair.getKey(), pair.getValue()).stream()))
        .isEmpty();
    assertThat(pairs)
        .containsEntry(Path.of("README.md"), Path.of("README.ru.md"))
        .containsEntry(Path.of("docs/solution.md"), Path.of("docs/ru/solution.md"));
  }

  @Test
  void whatMustBeAPairIsKnownByItsPath() {
    assertThat(
            RussianRules.pairs(
                List.of(
                    Path.of("README.md"),
                    Path.of("CHANGELOG.md"),
                    Path.of("docs/styles/1-one.md"),
                    Path.of("docs/ru/glossary.md"),
                    Path.of("docs/tour.md"),
                    Path.of("helm/README.ru.md"))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Path.of("README.md"), Path.of("README.ru.md"),
                Path.of("docs/styles/1-one.md"), Path.of("docs/ru/styles/1-one.md"),
                Path.of("docs/glossary.md"), Path.of("docs/ru/glossary.md"),
                Path.of("helm/README.md"), Path.of("helm/README.ru.md")));
  }

  @Test
  void aTwinThatIsMissingIsNamed() {
    assertThat(RussianRules.broken(Path.of("README.md"), Path.of("docs/ru/none.md")))
        .containsExactly("docs/ru/none.md is missing; it belongs to README.md");
    assertThat(RussianRules.broken(Path.of("docs/none.md"), Path.of("README.md")))
        .containsExactly("docs/none.md is missing; it belongs to README.md");
  }

  @Test
  void whatATwinHasNotInCommonIsNamed() {
    Markdown english =
        document(
            "docs/a.md",
            """
            # Title
            [Русский](ru/a.md)
            ## First
            ![seen](pictures/one.svg) ![seen](pictures/two.svg)
            ```bash
            mvn verify
            ```
            [one](b.md#first) and [two](https://example.org/), [three](../pom.xml#L1)

            | a | b |
            | --- | --- |
            | `x` | is `y` |
            | `z` | [four](../README.md) |
            """);
    String same =
        """
        # Название
        [English](../a.md)
        ## Первое
        ![видно](../pictures/one.svg) ![видно](../pictures/two.svg)
        ```bash
        mvn verify # всё
        ```
        [два](https://example.org/) и [один](b.md#первое), [три](../../pom.xml#L1)

        | а | б |
        | --- | --- |
        | `x` | это `y` |
        | `z` | [четыре](../../README.ru.md) |
        """;
    assertThat(RussianRules.broken(english, document("docs/ru/a.md", same))).isEmpty();
    String other =
        """
        # Название
        ### Первое
        [English](../a.md)
        ![видно](../pictures/two.svg) ![видно](../pictures/one.svg)
        ```bash
        mvn test
        ```
        ```text
        и ещё
        ```
        [один](b.md#первое), [один](b.md), [три](../../pom.xml#L2)

        | а | б |
        | --- | --- |
        | `x` | это |
        """;
    assertThat(RussianRules.broken(english, document("docs/ru/a.md", other)))
        .containsExactly(
            "docs/ru/a.md has not the same headings, by level as docs/a.md: [1, 3] instead of [1, 2]",
            "docs/ru/a.md has not the same pictures as docs/a.md: "
                + "[docs/pictures/two.svg, docs/pictures/one.svg] instead of "
                + "[docs/pictures/one.svg, docs/pictures/two.svg]",
            "docs/ru/a.md has not the same blocks of code as docs/a.md: "
                + "[bash, text] instead of [bash]",
            "docs/ru/a.md has not the same commands as docs/a.md: [mvn test] instead of [mvn verify]",
            "docs/ru/a.md has not the same tables, by cells and code as docs/a.md: "
                + "[2 [], 2 [x]] instead of [2 [], 2 [x, y], 2 [z]]",
            "docs/ru/a.md does not link to README.md",
            "docs/ru/a.md does not link to https://example.org/",
            "docs/ru/a.md does not link to pom.xml#L1",
            "docs/ru/a.md links to docs/b.md once too often",
            "docs/ru/a.md links to pom.xml#L2 once too often",
            "docs/ru/a.md does not link to docs/a.md: add the line [English](../a.md) below its title");
  }

  private static Markdown document(String name, String text) {
    return Markdown.of(Docs.ROOT.resolve(name), text);
  }
}
