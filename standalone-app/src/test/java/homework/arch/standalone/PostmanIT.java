package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Postman collections, run by newman against the started jar as a reader runs them.
 *
 * <p>With {@code -D}{@value #WRITE} the run of the scenario that the documents show is written
 * anew.
 */
class PostmanIT {

  private static final Path COLLECTIONS = Path.of("..", "postman").toAbsolutePath().normalize();

  private static final Path SHOWN = COLLECTIONS.resolve("newman-run.txt");
  private static final String WRITE = "newman.write";

  @TempDir private Path folder;

  @Test
  void theScenarioTwiceAndTheErrorCasesPass() throws Exception {
    try (AppProcess app = AppProcess.start(folder)) {
      expectToPass(app, "arch-axon.postman_collection.json");
      String run = expectToPass(app, "arch-axon.postman_collection.json");
      expectToPass(app, "arch-axon-errors.postman_collection.json");
      if (Boolean.getBoolean(WRITE)) {
        Files.writeString(SHOWN, run);
      }
      assertThat(requestsAndChecks(Files.readString(SHOWN)))
          .as("Write it anew with -D%s=true", WRITE)
          .hasSizeGreaterThan(20)
          .isEqualTo(requestsAndChecks(run));
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  /** In their order; a request that is asked again counts once. */
  private static List<String> requestsAndChecks(String run) {
    return run.lines()
        .map(String::strip)
        .filter(line -> line.matches("[→↳✓] .+"))
        .distinct()
        .toList();
  }

  /** What newman printed. */
  private String expectToPass(AppProcess app, String collection)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "newman", ".txt");
    Process newman =
        new ProcessBuilder(
                "node",
                COLLECTIONS.resolve("node_modules/newman/bin/newman.js").toString(),
                "run",
                COLLECTIONS.resolve(collection).toString(),
                "--env-var",
                "baseUrl=" + app.url(),
                "--color",
                "off")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = newman.waitFor(3, TimeUnit.MINUTES);
    newman.destroyForcibly();
    assertThat(ended).isTrue();
    String printed = Files.readString(output);
    assertThat(newman.exitValue()).as(printed).isZero();
    return printed;
  }
}
