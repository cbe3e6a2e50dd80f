package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** The second run finds the user and the money of the first one. */
  @Test
  void withATokenTheyPassAsWell() throws Exception {
    try (Issuer issuer = Issuer.started();
        AppProcess app =
            AppProcess.start(
                folder, Map.of("ARCH_ISSUER", issuer.url(), "ARCH_AUDIENCE", Issuer.AUDIENCE))) {
      String token = "token=" + issuer.token("postman");
      expectToPass(app, "arch-axon-errors.postman_collection.json", "--env-var", token);
      String run = expectToPass(app, "arch-axon.postman_collection.json", "--env-var", token);
      assertThat(run).contains("↳ 1.3 ").doesNotContain(token.substring(0, 60));
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
  private String expectToPass(AppProcess app, String collection, String... options)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "newman", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                COLLECTIONS.resolve("node_modules/newman/bin/newman.js").toString(),
                "run",
                COLLECTIONS.resolve(collection).toString(),
                "--env-var",
                "baseUrl=" + app.url(),
                "--color",
                "off"));
    command.addAll(List.of(options));
    Process newman =
        new ProcessBuilder(command)
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
