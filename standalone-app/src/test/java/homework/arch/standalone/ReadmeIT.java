package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that plays the scenario, as a reader of the README runs it. What the README shows of
 * it is what it prints, but for ids and times.
 */
class ReadmeIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern SHOWN = Pattern.compile("```text\n(3\\. .+?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  /**
   * @param code with which it ended
   */
  private record Played(int code, String printed) {}

  @Test
  void theScriptPlaysTheEightStepsAndPrintsWhatIsShown() throws Exception {
    try (AppProcess app = AppProcess.start(folder)) {
      play(app.url().toString());
      Played again = play(app.url() + "/");

      assertThat(again.code()).as(again.printed()).isZero();
      assertThat(again.printed().lines().filter(line -> line.matches("[1-8]\\. .+"))).hasSize(8);
      for (String readme : List.of("README.md", "README.ru.md")) {
        Matcher shown = SHOWN.matcher(Files.readString(ROOT.resolve(readme)));
        assertThat(shown.find()).as(readme).isTrue();
        assertThat(masked(again.printed())).as(readme).contains(masked(shown.group(1)));
      }
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  @Test
  void anAddressAtWhichNothingAnswersIsNamed() throws Exception {
    Played played = play("http://127.0.0.1:1");

    assertThat(played.code()).isEqualTo(1);
    assertThat(played.printed()).contains("Nothing answers at http://127.0.0.1:1.");
  }

  @Test
  void anAnswerThatIsNotTheOneThatIsDueEndsIt() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    try {
      Played played = play("http://127.0.0.1:" + server.getAddress().getPort());

      assertThat(played.code()).isEqualTo(1);
      assertThat(played.printed()).contains("< 503").contains("The answer to POST /users is to be");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void onlyIdsAndTimesMayDifferFromWhatIsShown() {
    assertThat(
            masked(
                """
                  < 201 {"orderId":"77d719f1-814b-4778-8a32-6531522a4ab7","price":900.05,
                  <      "placedAt":"2026-11-22T18:04:49.869783Z"}
                    03:09:07.032  order-app  OrderPlaced
                """))
        .isEqualTo(
            """
              < 201 {"orderId":"ID","price":900.05,
              <      "placedAt":"TIME"}
                TIME  order-app  OrderPlaced
            """);
  }

  private Played play(String address) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "scenario", ".txt");
    Process script =
        new ProcessBuilder(ROOT.resolve("scenario").toString(), address)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = script.waitFor(2, TimeUnit.MINUTES);
    script.destroyForcibly();
    assertThat(ended).isTrue();
    return new Played(script.exitValue(), Files.readString(output));
  }

  /** Without what differs from run to run. */
  private static String masked(String printed) {
    return printed
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "TIME");
  }
}
