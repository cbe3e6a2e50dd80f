package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityTest {

  @Test
  void eachRequirementOfTheStandardIsAnsweredOnce() {
    List<List<String>> rows =
        Markdown.of(Docs.ROOT.resolve("docs/security.md")).tableRows().stream()
            .filter(row -> row.get(0).matches("V\\d.*"))
            .toList();
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(3).doesNotContain(""));
    assertThat(rows.stream().flatMap(row -> List.of(row.get(0).split(", ", -1)).stream()))
        .containsExactlyInAnyOrderElementsOf(
            Docs.read(Path.of("src/test/resources/asvs-5.0.0-level-2.txt"))
                .lines()
                .filter(line -> line.startsWith("V"))
                .toList());
  }
}
