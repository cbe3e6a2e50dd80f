package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The eight lines of the scenario as the README has them, run by bash one by one as a reader pastes
 * them. Each answer is the one printed there, but for ids and times.
 */
class ReadmeIT {

  private static final Duration READ_MODEL_LAG = Duration.ofSeconds(15);

  private static final Pattern STEP =
      Pattern.compile("   ```bash\n(.+?)\n   ```\n   ```json\n(.+?)\n   ```\n", Pattern.DOTALL);

  /** What the next lines need, as a terminal would remember it. */
  private static final String REMEMBER =
      """

      CODE=$?
      declare -p ANSWER USER_ID ORDER_ID > remembered 2> /dev/null
      exit $CODE
      """;

  @TempDir private Path folder;

  @Test
  void theLinesOfTheScenarioGetTheAnswersThatAreToldThere() throws Exception {
    List<Step> steps = steps(Files.readString(Path.of("..", "README.md")));
    assertThat(steps).hasSize(8);
    try (AppProcess app = AppProcess.start(folder)) {
      for (Step step : steps) {
        play(step, app);
      }
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  @Test
  void onlyIdsAndTimesMayDifferFromWhatIsTold() {
    String told =
        """
        {"userId":"77d719f1-814b-4778-8a32-6531522a4ab7","balance":100.45,\
        "email":"anna-1795370689@example.org","updatedAt":"2026-11-22T18:04:49.869783Z"}
        """;
    assertThat(masked(told))
        .isEqualTo(
            "{\"userId\":\"ID\",\"balance\":100.45,"
                + "\"email\":\"anna-N@example.org\",\"updatedAt\":\"TIME\"}");
  }

  /**
   * @param answer what it prints
   */
  private record Step(String line, String answer) {

    /** What only reads may be asked again; a read model may lag behind. */
    boolean mayBeRepeated() {
      return !line.contains(" -d ");
    }
  }

  private static List<Step> steps(String readme) {
    Stream<Step> steps =
        STEP.matcher(readme)
            .results()
            .map(step -> new Step(step.group(1), step.group(2).replaceAll("(?m)^ {3}", "")));
    return steps.toList();
  }

  private void play(Step step, AppProcess app) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(READ_MODEL_LAG);
    String answer = run(step, app);
    while (step.mayBeRepeated()
        && !masked(answer).equals(masked(step.answer()))
        && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(100);
      answer = run(step, app);
    }
    assertThat(masked(answer)).as(step.line()).isEqualTo(masked(step.answer()));
  }

  private String run(Step step, AppProcess app) throws IOException, InterruptedException {
    String line = step.line().replace("localhost:8080", app.url().getAuthority());
    Path script =
        Files.writeString(
            folder.resolve("step.sh"), "touch remembered; . ./remembered\n" + line + REMEMBER);
    Path output = folder.resolve("step.txt");
    Process bash =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = bash.waitFor(1, TimeUnit.MINUTES);
    bash.destroyForcibly();
    String printed = Files.readString(output);
    assertThat(ended).as(line).isTrue();
    assertThat(bash.exitValue()).as("%s%n%s", line, printed).isZero();
    return printed;
  }

  /** Without what differs from run to run. */
  private static String masked(String answer) {
    return answer
        .strip()
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("anna-\\d+@", "anna-N@");
  }
}
