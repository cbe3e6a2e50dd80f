package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Each alert fires on data that should fire it, and is silent on data that should not. */
class AlertsTest {

  private static final Path RULES = Chart.FOLDER.resolve("files/alerts.yaml");
  private static final Path DASHBOARD = Chart.FOLDER.resolve("files/dashboard.json");
  private static final Path CASES =
      ImageBuild.ROOT.resolve("deployment-tests/src/test/resources/alerts-test.yaml");

  @Test
  void theRulesAreRulesOfPrometheus() throws IOException, InterruptedException {
    promtool("check", "rules", RULES.toString());
  }

  @Test
  void eachAlertFiresWhenItShouldAndNotBefore() throws IOException, InterruptedException {
    promtool("test", "rules", CASES.toString());
  }

  @Test
  void theConfigurationInComposeIsOneOfPrometheus() throws IOException, InterruptedException {
    promtool(
        "check",
        "config",
        "--syntax-only", // its rules are where the container has them
        ImageBuild.ROOT.resolve("compose/observability/prometheus.yaml").toString());
  }

  /** As recording rules, since promtool knows no dashboards. */
  @Test
  void theDashboardAsksInPromQl() throws IOException, InterruptedException {
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    for (Map<String, Object> panel : list(yaml(DASHBOARD).get("panels"))) {
      for (Map<String, Object> target : list(panel.get("targets"))) {
        rules.append(
            "  - record: query\n    labels: {panel: '%s %s'}\n    expr: '%s'\n"
                .formatted(
                    panel.get("id"),
                    target.get("refId"),
                    String.valueOf(target.get("expr")).replace("$__rate_interval", "1m")));
      }
    }
    Path file = Files.createDirectories(Path.of("target")).resolve("dashboard-rules.yaml");
    Files.writeString(file, rules);
    promtool("check", "rules", file.toAbsolutePath().toString());
  }

  /** A broken number or a broken expectation must not go unnoticed. */
  @Test
  void aRuleThatIsWrongIsFound() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "wrong-alerts").toAbsolutePath());
    Files.writeString(
        folder.resolve("alerts.yaml"),
        Files.readString(RULES).replace("seconds) > 45", "seconds) > 4500"));
    Files.writeString(
        folder.resolve("cases.yaml"),
        Files.readString(CASES).replace("../../../../helm/files/alerts.yaml", "alerts.yaml"));
    Result result = run(program(), "test", "rules", folder.resolve("cases.yaml").toString());
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    assertThat(result.output()).contains("OrderIsOverdue").doesNotContain("DeadLettersParked");
  }

  @Test
  void eachAlertHasACaseInWhichItFiresAndOneInWhichItIsSilent() throws IOException {
    List<Map<String, Object>> cases = list(yaml(CASES).get("tests"));
    assertThat(cases.stream().map(c -> String.valueOf(c.get("name"))))
        .containsExactlyElementsOf(
            alerts().map(alert -> String.valueOf(alert.get("alert"))).toList());
    for (Map<String, Object> test : cases) {
      Set<Boolean> fires = new TreeSet<>();
      for (Map<String, Object> look : list(test.get("promql_expr_test"))) {
        assertThat(look)
            .containsEntry(
                "expr",
                "count(ALERTS{alertname=\"%s\",alertstate=\"firing\"})"
                    .formatted(test.get("name")));
        fires.add(!list(look.get("exp_samples")).isEmpty());
      }
      assertThat(fires).as("%s", test.get("name")).containsExactly(false, true);
    }
  }

  @Test
  void eachAlertTellsAPersonWhatItIsAndWhereToRead() throws IOException {
    String book = Files.readString(ImageBuild.ROOT.resolve("docs/operations/alerts.md"));
    List<String> sections =
        book.lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .toList();
    assertThat(sections)
        .containsExactlyInAnyOrderElementsOf(
            alerts().map(alert -> String.valueOf(alert.get("alert"))).toList());
    alerts()
        .forEach(
            alert -> {
              String name = String.valueOf(alert.get("alert"));
              Map<String, Object> annotations = ComposeFile.map(alert.get("annotations"));
              assertThat(annotations.keySet())
                  .as(name)
                  .containsExactly("summary", "description", "runbook_url");
              assertThat(annotations)
                  .containsEntry(
                      "runbook_url", "docs/operations/alerts.md#" + name.toLowerCase(Locale.ROOT));
              assertThat(String.valueOf(ComposeFile.map(alert.get("labels")).get("severity")))
                  .as(name)
                  .isIn("page", "ticket");
            });
  }

  private static Stream<Map<String, Object>> alerts() throws IOException {
    return list(yaml(RULES).get("groups")).stream()
        .flatMap(group -> list(group.get("rules")).stream());
  }

  private static Map<String, Object> yaml(Path file) throws IOException {
    return ComposeFile.map(ComposeFile.yaml(Files.readString(file)));
  }

  private static List<Map<String, Object>> list(@Nullable Object value) {
    return value instanceof List<?> values
        ? values.stream().map(ComposeFile::map).toList()
        : List.of();
  }

  private record Result(int exitCode, String output) {}

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    Result result = run(program(), arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  private static Result run(Path program, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Result(process.exitValue(), output);
  }

  /**
   * Where it is missing, what needs it is left out, and a loud line says so; on GitHub, where it
   * can be had, that is a failure.
   */
  @SuppressWarnings("SystemOut") // the build's log is where it must be seen
  private static Path program() {
    Optional<Path> program =
        Stream.concat(
                Stream.ofNullable(System.getenv("PROMTOOL")),
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .map(folder -> folder + "/promtool"))
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      System.out.printf(
          "%n!!! NO PROMTOOL: the alerts are NOT TESTED. Install Debian's package prometheus, or name"
              + " promtool by the variable PROMTOOL.%n%n");
    }
    Assumptions.assumeTrue(
        program.isPresent() || System.getenv().containsKey("GITHUB_ACTIONS"),
        "There is no promtool");
    return program.orElseThrow(() -> new AssertionError("There is no promtool"));
  }
}
