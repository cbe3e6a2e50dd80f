package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Postman collections, run by newman against the started jar as a reader runs them. */
class PostmanIT {

  private static final Path COLLECTIONS = Path.of("..", "postman").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void theScenarioTwiceAndTheErrorCasesPass() throws Exception {
    try (AppProcess app = AppProcess.start(folder)) {
      expectToPass(app, "arch-axon.postman_collection.json");
      expectToPass(app, "arch-axon.postman_collection.json");
      expectToPass(app, "arch-axon-errors.postman_collection.json");
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  private void expectToPass(AppProcess app, String collection)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "newman", ".txt");
    Process newman =
        new ProcessBuilder(
                "node",
                COLLECTIONS.resolve("node_modules/newman/bin/newman.js").toString(),
                "run",
                COLLECTIONS.resolve(collection).toString(),
                "--env-var",
                "baseUrl=" + app.url())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = newman.waitFor(3, TimeUnit.MINUTES);
    newman.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(newman.exitValue()).as(Files.readString(output)).isZero();
  }
}
