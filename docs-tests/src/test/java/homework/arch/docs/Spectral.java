package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The linter of OpenAPI and AsyncAPI documents, with the rules in {@code .spectral.mjs}. */
final class Spectral {

  /**
   * @param code the rule that does not hold, such as {@code oas3-schema}
   * @param path where in the document
   */
  record Finding(String code, List<String> path, String message, String source) {
    boolean isIn(Path document) {
      return source.equals(document.toString());
    }
  }

  private Spectral() {}

  /**
   * What is wrong in these documents, down to mere hints. It takes seconds, so ask for all at once.
   */
  static List<Finding> findingsIn(List<Path> documents) throws IOException, InterruptedException {
    Path findings = Files.createTempFile("spectral", ".json");
    Path output = Files.createTempFile("spectral", ".txt");
    try {
      Process spectral =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of(
                              "node",
                              "node_modules/@stoplight/spectral-cli/dist/index.js",
                              "lint",
                              "--ruleset=.spectral.mjs",
                              "--fail-severity=hint",
                              "--format=json",
                              "--output=" + findings),
                          documents.stream().map(Path::toString))
                      .toList())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = spectral.waitFor(2, TimeUnit.MINUTES);
      spectral.destroyForcibly();
      assertThat(ended).isTrue();
      // 1 tells of findings; anything above, that the linter itself failed.
      assertThat(spectral.exitValue()).as(Files.readString(output)).isBetween(0, 1);
      return List.of(JsonMapper.shared().readValue(findings.toFile(), Finding[].class));
    } finally {
      Files.delete(findings);
      Files.delete(output);
    }
  }
}
