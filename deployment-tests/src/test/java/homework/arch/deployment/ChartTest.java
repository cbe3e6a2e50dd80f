package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart becomes with the values that its README names. */
class ChartTest {

  private static final List<String> SERVICES = ImageBuild.services();

  @AfterEach
  void forgetTheSecrets() {
    Chart.CLUSTER.clear();
  }

  @Test
  void passesAStrictLint() {
    LintResult lint = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    assertThat(lint.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }

  @Test
  void bringsTheFourServicesAxonServerAndPostgresql() {
    assertThat(names(Deployment.class, Chart.DEFAULT))
        .containsExactlyInAnyOrderElementsOf(
            SERVICES.stream().map(name -> "arch-axon-" + name).toList());
    assertThat(names(StatefulSet.class, Chart.DEFAULT))
        .containsExactlyInAnyOrder("arch-axon-axonserver", "arch-axon-postgresql");
  }

  @Test
  void bringsOneApplicationAndNoAxonServerInTheStandaloneTopology() {
    assertThat(names(Deployment.class, Chart.STANDALONE))
        .containsExactly("arch-axon-standalone-app");
    assertThat(names(StatefulSet.class, Chart.STANDALONE)).containsExactly("arch-axon-postgresql");
    assertThat(Chart.render(Chart.STANDALONE)).doesNotContain("8124");
    assertThat(environment(deployment(Chart.STANDALONE, "standalone-app")))
        .containsEntry("AXON_AXONSERVER_ENABLED", "false")
        .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://arch-axon-postgresql:5432/arch");
  }

  @Test
  void leadsThePathsToTheServicesThatOwnThem() throws IOException {
    assertThat(paths(Chart.NO_PAGE))
        .containsAllEntriesOf(
            Map.of(
                "/users", "arch-axon-user-app",
                "/accounts", "arch-axon-billing-app",
                "/orders", "arch-axon-order-app",
                "/notifications", "arch-axon-notification-app"))
        .containsExactlyInAnyOrderEntriesOf(pathsOfTheProxy());
    assertThat(paths(Chart.STANDALONE))
        .containsOnlyKeys(with(pathsOfTheProxy().keySet(), "/", "/page"))
        .containsValues("arch-axon-standalone-app");
  }

  @Test
  void servesThePageUnlessItIsSwitchedOffAndLetsNobodyOperateByIt() {
    assertThat(paths(Chart.DEFAULT))
        .containsEntry("/", "arch-axon-order-app")
        .containsEntry("/page", "arch-axon-order-app")
        .doesNotContainKey("/actuator");
    assertThat(environment(deployment(Chart.DEFAULT, "order-app")))
        .containsEntry("ARCH_PAGE_ENABLED", "true")
        .containsEntry("ARCH_PAGE_OPERATE", "NEVER");
    assertThat(environment(deployment(Chart.STANDALONE, "standalone-app")))
        .containsEntry("ARCH_PAGE_OPERATE", "NEVER");
    assertThat(environment(deployment(Chart.DEFAULT, "user-app")))
        .doesNotContainKey("ARCH_PAGE_ENABLED");
    assertThat(environment(deployment(Chart.NO_PAGE, "order-app")))
        .containsEntry("ARCH_PAGE_ENABLED", "false");
  }

  @Test
  void whoLetsThePageOperateOpensItsPathToo() {
    assertThat(paths(Chart.PAGE_OPERATES)).containsEntry("/actuator", "arch-axon-order-app");
    assertThat(environment(deployment(Chart.PAGE_OPERATES, "order-app")))
        .containsEntry("ARCH_PAGE_OPERATE", "ALWAYS");
  }

  @Test
  void givesEachServiceADatabaseOfItsOwn() {
    for (String name : SERVICES) {
      String service = name.replace("-app", "");
      Container app = deployment(Chart.DEFAULT, name);
      assertThat(environment(app))
          .containsEntry(
              "SPRING_DATASOURCE_URL",
              "jdbc:postgresql://arch-axon-postgresql:5432/arch_" + service)
          .containsEntry("SPRING_DATASOURCE_USERNAME", "arch_" + service)
          .containsEntry(
              "SPRING_DATASOURCE_PASSWORD", "Secret arch-axon-postgresql arch_" + service);
    }
  }

  @Test
  void usesAnExternalDatabase() {
    assertThat(names(StatefulSet.class, Chart.EXTERNAL_DATABASE))
        .containsExactly("arch-axon-axonserver");
    assertThat(environment(deployment(Chart.EXTERNAL_DATABASE, "user-app")))
        .containsEntry(
            "SPRING_DATASOURCE_URL",
            "jdbc:postgresql://db.example.org:5432/arch_user?sslmode=verify-full")
        .containsEntry("SPRING_DATASOURCE_PASSWORD", "Secret passwords arch_user");
    assertThat(environment(deployment(Chart.EXTERNAL_DATABASE, "order-app")))
        .containsEntry("SPRING_DATASOURCE_PASSWORD", "Secret password-of-orders password");
  }

  @Test
  void usesAnExternalAxonServer() {
    assertThat(names(StatefulSet.class, Chart.EXTERNAL_AXON_SERVER))
        .containsExactly("arch-axon-postgresql");
    assertThat(environment(deployment(Chart.EXTERNAL_AXON_SERVER, "order-app")))
        .containsEntry("AXON_AXONSERVER_SERVERS", "axon-1.example.org:8124,axon-2.example.org:8125")
        .containsEntry("AXON_AXONSERVER_TOKEN", "Secret axon-token token");
  }

  @Test
  void namesTheMailServerToTheApplicationThatSendsMail() {
    assertThat(environment(deployment(Chart.MAIL, "notification-app")))
        .containsEntry("SPRING_MAIL_HOST", "smtp.example.org")
        .containsEntry("SPRING_MAIL_PORT", "587")
        .containsEntry("ARCH_MAIL_FROM", "mail@example.org")
        .containsEntry("SPRING_MAIL_USERNAME", "shop")
        .containsEntry("SPRING_MAIL_PASSWORD", "Secret mail-password password");
    assertThat(environment(deployment(Chart.MAIL, "order-app")))
        .doesNotContainKeys("SPRING_MAIL_HOST", "SPRING_MAIL_PASSWORD");
    assertThat(environment(deployment(Chart.MAIL_STANDALONE, "standalone-app")))
        .containsEntry("SPRING_MAIL_PORT", "2525")
        .containsEntry("ARCH_MAIL_FROM", "The shop <mail@example.org>")
        .doesNotContainKeys("SPRING_MAIL_USERNAME", "SPRING_MAIL_PASSWORD");
    assertThat(Chart.render(Chart.DEFAULT)).doesNotContain("MAIL");
    assertThat(ChartLines.all(Chart.objects(Chart.DEFAULT)))
        .doesNotContain("app → external mail server");
  }

  @Test
  void asksForTokensOfTheIssuerThatItIsTold() {
    for (String app : SERVICES) {
      assertThat(environment(deployment(Chart.AUTH, app)))
          .containsEntry("ARCH_ISSUER", "https://login.example.org/realms/arch-axon")
          .containsEntry("ARCH_AUDIENCE", "arch-axon-api")
          .containsEntry("ARCH_OPERATOR_CLAIM", "realm_access.roles")
          .containsEntry("ARCH_OPERATOR_ROLE", "operator")
          .containsEntry("ARCH_CORS_ORIGINS", "https://shop.example.org,http://localhost:5173");
    }
    assertThat(environment(deployment(Chart.AUTH, "order-app")))
        .containsEntry("ARCH_PAGE_CLIENT_ID", "arch-axon-page");
    assertThat(environment(deployment(Chart.AUTH, "user-app")))
        .doesNotContainKey("ARCH_PAGE_CLIENT_ID");
    assertThat(ChartLines.all(Chart.objects(Chart.AUTH))).contains("app → external issuer");
    assertThat(Chart.render(Chart.AUTH)).contains("port: 443", "cidr: 10.3.0.0/16");
    assertThat(Chart.render(Chart.AUTH_STANDALONE)).contains("port: 8180");
    assertThat(Chart.render(Chart.DEFAULT))
        .doesNotContain("ISSUER", "AUDIENCE", "ARCH_OPERATOR", "CORS", "CLIENT_ID");
    assertThat(ChartLines.all(Chart.objects(Chart.DEFAULT)))
        .doesNotContain("app → external issuer");
  }

  @Test
  void limitsEachCallerUnlessToldNotTo() {
    assertThat(environment(deployment(Chart.DEFAULT, "order-app")))
        .containsEntry("ARCH_RATE_LIMIT_PER_SECOND", "50")
        .containsEntry("ARCH_RATE_LIMIT_BURST", "200");
    assertThat(environment(deployment(Chart.AUTH, "order-app")))
        .containsEntry("ARCH_RATE_LIMIT_PER_SECOND", "20");
    assertThat(Chart.render(Chart.AUTH_STANDALONE)).doesNotContain("RATE_LIMIT");
  }

  @Test
  void givesTheKeyOfPersonalDataToWhoKeepsTheKeysAlone() {
    assertThat(environment(deployment(Chart.DEFAULT, "user-app")))
        .containsEntry("ARCH_PERSONAL_DATA_KEKS", "Secret arch-axon-keys keks");
    assertThat(environment(deployment(Chart.STANDALONE, "standalone-app")))
        .containsEntry("ARCH_PERSONAL_DATA_KEKS", "Secret arch-axon-keys keks");
    assertThat(environment(deployment(Chart.AUTH, "user-app")))
        .containsEntry("ARCH_PERSONAL_DATA_KEKS", "Secret personal-data keks");
    assertThat(SERVICES)
        .filteredOn(app -> !app.equals("user-app"))
        .allSatisfy(
            app ->
                assertThat(environment(deployment(Chart.DEFAULT, app)))
                    .doesNotContainKey("ARCH_PERSONAL_DATA_KEKS"));
  }

  /** A Secret holds Base64 of its values, and this value is Base64 itself. */
  @Test
  void drawsTheKeyOfPersonalDataOnce() {
    String drawn =
        secret("arch-axon-keys", Chart.renderAnew(Chart.DEFAULT)).getOrDefault("keks", "");
    Base64.Decoder base64 = Base64.getDecoder();
    assertThat(base64.decode(base64.decode(drawn))).hasSize(32);
    Chart.CLUSTER.put("arch-axon-keys", "{\"keks\": \"%s\"}".formatted(drawn));
    assertThat(secret("arch-axon-keys", Chart.renderAnew(Chart.DEFAULT)))
        .containsExactly(Map.entry("keks", drawn));
    assertThat(Chart.renderAnew(Chart.AUTH)).doesNotContain("arch-axon-keys");
  }

  /** Without a token the scenario cannot be played, and nothing may be answered. */
  @Test
  void looksThatNothingIsAnsweredWithoutAToken() {
    assertThat(environmentOfTheTest(Chart.DEFAULT)).doesNotContainKeys("TOKEN", "CLOSED");
    assertThat(environmentOfTheTest(Chart.AUTH))
        .containsEntry("TOKEN", "Secret token-of-a-user token")
        .doesNotContainKey("CLOSED");
    assertThat(environmentOfTheTest(Chart.AUTH_STANDALONE)).containsEntry("CLOSED", "true");
  }

  private static Map<String, String> environmentOfTheTest(Chart.Values values) {
    Pod test = ChartPolicies.all(Pod.class, Chart.objects(values)).get(0);
    return environment(test.getSpec().getContainers().get(0));
  }

  @Test
  void sendsTracesWhereItIsToldToAndNoneOtherwise() {
    for (String app : SERVICES) {
      assertThat(environment(deployment(Chart.TRACES, app)))
          .containsEntry(
              "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
              "http://tempo.monitoring:4318/v1/traces")
          .containsEntry("MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "0.1");
    }
    assertThat(ChartLines.all(Chart.objects(Chart.TRACES))).contains("app → external collector");
    assertThat(Chart.render(Chart.DEFAULT)).doesNotContain("TRACING");
    assertThat(ChartLines.all(Chart.objects(Chart.DEFAULT)))
        .doesNotContain("app → external collector");
  }

  @Test
  void startsAxonServerReadyForUse() {
    StatefulSet axonServer = axonServer(Chart.DEFAULT);
    assertThat(environment(container(axonServer)))
        .containsEntry("AXONIQ_AXONSERVER_STANDALONE", "true")
        .containsEntry("AXONIQ_AXONSERVER_HOSTNAME", "arch-axon-axonserver")
        .hasEntrySatisfying(
            "JAVA_TOOL_OPTIONS", options -> assertThat(options).contains("-Xms512m -Xmx512m"));
    assertThat(axonServer.getSpec().getVolumeClaimTemplates())
        .extracting(claim -> claim.getMetadata().getName())
        .containsExactlyInAnyOrder("events", "data", "log");
    assertThat(environment(deployment(Chart.DEFAULT, "order-app")))
        .containsEntry("AXON_AXONSERVER_ENABLED", "true")
        .containsEntry("AXON_AXONSERVER_SERVERS", "arch-axon-axonserver:8124");
  }

  @Test
  void letsInToAxonServerWhoHasOneOfTwoTokens() {
    assertThat(environment(container(axonServer(Chart.DEFAULT))))
        .containsEntry("AXONIQ_AXONSERVER_ACCESSCONTROL_ENABLED", "true")
        .containsEntry("AXONIQ_AXONSERVER_ACCESSCONTROL_TOKEN", "Secret arch-axon-axonserver token")
        .containsEntry(
            "AXONIQ_AXONSERVER_ACCESSCONTROL_ADMIN_TOKEN",
            "Secret arch-axon-axonserver next-token");
    assertThat(secret("arch-axon-axonserver", Chart.render(Chart.DEFAULT)))
        .containsOnlyKeys("token", "next-token")
        .satisfies(tokens -> assertThat(tokens.values()).doesNotHaveDuplicates());
    for (String app : SERVICES) {
      assertThat(environment(deployment(Chart.DEFAULT, app)))
          .containsEntry("AXON_AXONSERVER_TOKEN", "Secret arch-axon-axonserver token");
    }
  }

  /** So that access control can be switched on when all of them have the token. */
  @Test
  void givesTheServicesTheTokenAlsoWhereItIsNotAskedFor() {
    assertThat(environment(container(axonServer(Chart.NO_ACCESS_CONTROL))))
        .containsEntry("AXONIQ_AXONSERVER_ACCESSCONTROL_ENABLED", "false")
        .doesNotContainKey("AXONIQ_AXONSERVER_ACCESSCONTROL_TOKEN")
        .containsEntry("AXONIQ_LICENSE", "/run/secrets/arch-axon-license/axoniq.license");
    assertThat(environment(deployment(Chart.NO_ACCESS_CONTROL, "order-app")))
        .containsEntry("AXON_AXONSERVER_TOKEN", "Secret arch-axon-axonserver token");
  }

  @Test
  void logsInWithTheOtherUsersWhilePasswordsAreChanged() {
    assertThat(environment(deployment(Chart.OTHER_LOGINS, "order-app")))
        .containsEntry(
            "SPRING_DATASOURCE_URL", "jdbc:postgresql://arch-axon-postgresql:5432/arch_order")
        .containsEntry("SPRING_DATASOURCE_USERNAME", "arch_order_2")
        .containsEntry("SPRING_DATASOURCE_PASSWORD", "Secret arch-axon-postgresql arch_order_2");
    assertThat(passwords(Chart.render(Chart.OTHER_LOGINS)))
        .containsKeys("arch_order", "arch_order_2");
  }

  @Test
  void keepsDataInVolumesUnlessToldNotTo() {
    assertThat(ChartPolicies.all(StatefulSet.class, Chart.objects(Chart.DEFAULT)))
        .allSatisfy(set -> assertThat(set.getSpec().getVolumeClaimTemplates()).isNotEmpty());
    assertThat(ChartPolicies.all(StatefulSet.class, Chart.objects(Chart.NO_PERSISTENCE)))
        .allSatisfy(set -> assertThat(set.getSpec().getVolumeClaimTemplates()).isEmpty());
  }

  @Test
  void speaksTlsIfToldTo() {
    Ingress ingress = ChartPolicies.all(Ingress.class, Chart.objects(Chart.TLS)).get(0);
    assertThat(ingress.getSpec().getTls())
        .singleElement()
        .satisfies(
            tls -> {
              assertThat(tls.getHosts()).containsExactly("arch.homework");
              assertThat(tls.getSecretName()).isEqualTo("arch-tls");
            });
  }

  @Test
  void bringsTheAlertsWithTheMetricsThatTheyAreAbout() throws IOException {
    JsonNode rule = yaml(Serialization.asYaml(objects("PrometheusRule", Chart.METRICS).get(0)));
    String alerts = Files.readString(Chart.FOLDER.resolve("files/alerts.yaml"));
    // Another release must not stand in for a service of this one.
    assertThat(rule.path("spec"))
        .isEqualTo(yaml(alerts.replace("{service=", "{namespace=\"arch-axon\",service=")))
        .isNotEqualTo(yaml(alerts));
    assertThat(objects("PrometheusRule", Chart.ALERTS))
        .singleElement()
        .satisfies(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .containsEntry("release", "prometheus"));
    assertThat(Chart.render(Chart.ALERTS))
        .contains(
            "runbook_url: https://git.example.org/docs/operations/alerts.md#deadlettersparked");
    assertThat(objects("PrometheusRule", Chart.NOTHING_TO_WATCH)).isEmpty();
    assertThat(Chart.render(Chart.DEFAULT)).doesNotContain("monitoring.coreos.com");
  }

  /** The operator gives each metric a label "service" as well, and that of the alerts is ours. */
  @Test
  void theMetricsKeepTheirOwnLabels() {
    JsonNode monitor = yaml(Serialization.asYaml(objects("ServiceMonitor", Chart.METRICS).get(0)));
    assertThat(monitor.at("/spec/endpoints"))
        .hasSize(1)
        .allSatisfy(endpoint -> assertThat(endpoint.path("honorLabels").asBoolean()).isTrue());
  }

  @Test
  void bringsADashboardThatTheSidecarFinds() throws IOException {
    ConfigMap dashboard =
        ChartPolicies.all(ConfigMap.class, Chart.objects(Chart.DEFAULT)).stream()
            .filter(map -> map.getMetadata().getName().equals("arch-axon-dashboard"))
            .findFirst()
            .orElseThrow();
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(dashboard.getData()).containsOnlyKeys("arch-axon.json");
    assertThat(yaml(dashboard.getData().getOrDefault("arch-axon.json", "")))
        .isEqualTo(yaml(Chart.FOLDER.resolve("files/dashboard.json")));
    assertThat(names(ConfigMap.class, Chart.NOTHING_TO_WATCH))
        .doesNotContain("arch-axon-dashboard");
  }

  @Test
  void leavesTheReplicasToTheAutoscaler() {
    assertThat(ChartPolicies.all(Deployment.class, Chart.objects(Chart.AUTOSCALING)))
        .allSatisfy(deployment -> assertThat(deployment.getSpec().getReplicas()).isNull());
    assertThat(apiVersions(Chart.AUTOSCALING, "HorizontalPodAutoscaler"))
        .hasSize(4)
        .containsOnly("autoscaling/v2");
    assertThat(apiVersions(Chart.DEFAULT, "HorizontalPodAutoscaler")).isEmpty();
  }

  @Test
  void speaksTheOldVersionsToAnOldCluster() {
    assertThat(apiVersions(Chart.KUBERNETES_1_20, "HorizontalPodAutoscaler"))
        .containsOnly("autoscaling/v2beta2");
    assertThat(apiVersions(Chart.KUBERNETES_1_20, "PodDisruptionBudget"))
        .containsOnly("policy/v1beta1");
    assertThat(apiVersions(Chart.DEFAULT, "PodDisruptionBudget")).containsOnly("policy/v1");
  }

  @Test
  void refusesAKubernetesThatIsTooOld() {
    assertThatThrownBy(() -> Chart.renderAnew(new Chart.Values("too old", "1.19.0", Map.of())))
        .hasMessageContaining("chart requires kubeVersion: >=1.20.0-0");
  }

  @Test
  void drawsPasswordsThatNobodyElseHas() {
    Map<String, String> passwords = passwords(Chart.renderAnew(Chart.DEFAULT));
    assertThat(passwords)
        .containsOnlyKeys(
            "postgres-password", "arch_user", "arch_billing", "arch_order", "arch_notification");
    assertThat(passwords.values()).doesNotHaveDuplicates();
    assertThat(passwords(Chart.renderAnew(Chart.DEFAULT)).values())
        .doesNotContainAnyElementsOf(passwords.values());
  }

  @Test
  void keepsThePasswordsThatAreThere() {
    Chart.CLUSTER.put(
        "arch-axon-postgresql", "{\"arch_user\": \"a2VwdA==\", \"mine\": \"bWluZQ==\"}");
    assertThat(passwords(Chart.renderAnew(Chart.DEFAULT)))
        .containsEntry("arch_user", "a2VwdA==")
        .containsEntry("mine", "bWluZQ==")
        .containsKeys("postgres-password", "arch_billing", "arch_order", "arch_notification");
  }

  @Test
  void makesNoSecretWhereOneIsNamed() {
    assertThat(ChartPolicies.all(Secret.class, Chart.objects(Chart.EVERY_OPTION))).isEmpty();
    assertThat(environment(deployment(Chart.EVERY_OPTION, "order-app")))
        .containsEntry("SPRING_DATASOURCE_PASSWORD", "Secret passwords arch_order")
        .containsEntry("LOGGING_LEVEL_ROOT", "INFO")
        .containsEntry("ARCH_COMMAND_THREADS", "16");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topology | cluster | at '/topology': value must be one of 'distributed', 'standalone'",
        "topolgy | standalone | additional properties 'topolgy' not allowed",
        "services.shop.replicas | 1 | at '/services/shop': missing property 'paths'",
        "postgresql.external.databases.shop.existingSecret | a | databases/shop': missing properties",
        "services.order.replicas | 0 | at '/services/order/replicas': minimum: got 0, want 1",
        "services.order.replicas | two | at '/services/order/replicas': got string, want integer",
        "image.tag | latest | at '/image/tag': 'not' failed",
        "image.pullPolicy | Sometimes | at '/image/pullPolicy': value must be one of",
        "app.currency | rouble | at '/app/currency': 'rouble' does not match pattern",
        "ingress.host | http://arch.homework | at '/ingress/host': 'http://arch.homework' does not",
        "postgresql.persistence.size | big | at '/postgresql/persistence/size': 'big' does not",
        "postgresql.external.port | 70000 | at '/postgresql/external/port': maximum",
        "axonServer.heap | 75% | at '/axonServer/heap': '75%' does not match pattern",
        "axonServer.external.servers | axon | at '/axonServer/external/servers': 'axon' does not",
        "prometheusRule.runbooks | docs | at '/prometheusRule/runbooks': 'docs' does not match",
        "mail.port | 0 | at '/mail/port': minimum: got 0, want 1",
        "mail.from | shop | at '/mail/from': 'shop' does not match pattern",
        "traces.endpoint | tempo | at '/traces/endpoint': 'tempo' does not match pattern",
        "auth.issuer | login.example.org | at '/auth/issuer': 'login.example.org' does not match",
        "auth.corsOrigins[0] | * | at '/auth/corsOrigins/0': '*' does not match pattern",
        "limits.requestsPerSecond | -1 | at '/limits/requestsPerSecond': minimum: got -1, want 0",
        "auth.issuer | https://login.example.org | auth.audience must name for whom access tokens",
        "mail.host | smtp.example.org | mail.from must name whom mail is from",
        "ingress.tls.enabled | true | ingress.tls.secretName must name the Secret",
        "postgresql.enabled | false | postgresql.external.host must name your PostgreSQL",
        "axonServer.enabled | false | axonServer.external.servers must name your Axon Server",
        "services.user.replicas | 20 | postgresql.maxConnections is 320, but the pods can open 460"
      })
  void refusesAWrongValueWithASentence(String value, String wrong, String sentence) {
    Object parsed = wrong.matches("-?\\d+") ? (Object) Integer.valueOf(wrong) : wrong;
    if (wrong.matches("true|false")) {
      parsed = Boolean.valueOf(wrong);
    }
    Map<String, Object> values = Map.of(value, parsed);
    assertThatThrownBy(() -> Chart.renderAnew(new Chart.Values(value, values)))
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> shapes() throws IOException {
    Map<String, JsonNode> shapes = new HashMap<>();
    collectShapes("", schema(), shapes);
    return shapes.entrySet().stream().map(shape -> Arguments.of(shape.getKey(), shape.getValue()));
  }

  private static void collectShapes(String path, JsonNode node, Map<String, JsonNode> shapes) {
    if (node.has("properties")) {
      shapes.put(path, node);
    }
    node.properties()
        .forEach(child -> collectShapes(path + "/" + child.getKey(), child.getValue(), shapes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void theSchemaTakesNoNameThatItDoesNotKnow(String path, JsonNode shape) {
    assertThat(shape.path("additionalProperties").isBoolean()).isTrue();
    assertThat(shape.path("additionalProperties").asBoolean()).isFalse();
  }

  @Test
  void theReadmeNamesEveryValueAndItsDefault() throws IOException {
    Map<String, String> documented = new HashMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([\\w.*]+)` \\| `(.*?)` \\|")
            .matcher(Files.readString(Chart.FOLDER.resolve("README.md")));
    while (row.find()) {
      documented.put(row.group(1), row.group(2));
    }
    List<String> missing = new ArrayList<>();
    Map<String, String> unused = new HashMap<>(documented);
    compare("", values(), documented, unused, missing);
    assertThat(missing).isEmpty();
    assertThat(unused).as("rows about no value").isEmpty();
  }

  private static void compare(
      String path,
      JsonNode node,
      Map<String, String> documented,
      Map<String, String> unused,
      List<String> missing) {
    String key = path.replaceFirst("^(services|postgresql.external.databases)\\.\\w+", "$1.*");
    String row = documented.containsKey(path) ? path : key;
    if (documented.containsKey(row)) {
      unused.remove(row);
      String value = node.isTextual() && !node.asText().isEmpty() ? node.asText() : node.toString();
      String name = path.substring(path.lastIndexOf('.') + 1);
      String told = documented.getOrDefault(row, "").replace("*", name);
      if (!value.equals(told) && !(told.equals("its own") && row.startsWith("services."))) {
        missing.add(path + " is " + value + ", not " + told);
      }
    } else if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              child ->
                  compare(
                      path.isEmpty() ? child.getKey() : path + "." + child.getKey(),
                      child.getValue(),
                      documented,
                      unused,
                      missing));
    } else {
      missing.add(path + " has no row");
    }
  }

  @Test
  void theReadmeDrawsTheLinesThatTheNetworkPoliciesAllow() throws IOException {
    assertThat(
            Files.readString(Chart.FOLDER.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains(" → "))
                .map(line -> line.split("\\|", -1)[1].trim()))
        .containsExactlyInAnyOrderElementsOf(ChartLines.DRAWN);
  }

  @Test
  void isOfTheVersionOfTheProject() throws IOException {
    String pom = Files.readString(Chart.FOLDER.resolveSibling("pom.xml"));
    Matcher version =
        Pattern.compile(
                "<artifactId>arch-axon</artifactId>\\s*<version>(.*?)(-SNAPSHOT)?</version>")
            .matcher(pom);
    assertThat(version.find()).isTrue();
    JsonNode chart = yaml(Chart.FOLDER.resolve("Chart.yaml"));
    assertThat(chart.path("appVersion").asText()).isEqualTo(version.group(1));
    assertThat(deployment(Chart.DEFAULT, "user-app").getImage())
        .isEqualTo("ghcr.io/arch-axon/user-app:" + version.group(1));
  }

  @Test
  void itsRegistryIsThatOfMaven() {
    String image = deployment(Chart.DEFAULT, "user-app").getImage();
    assertThat(image).startsWith(ImageBuild.property("image.registry") + "/user-app:");
    Chart.Values own = new Chart.Values("registry", Map.of("image.registry", "localhost:5000"));
    assertThat(deployment(own, "user-app").getImage())
        .isEqualTo(image.replace("ghcr.io/arch-axon", "localhost:5000"));
  }

  /** Does what the workflow does before it packs the chart. */
  @Test
  void thatOfAForkFindsTheImagesOfTheFork() throws IOException {
    String workflow = Files.readString(Chart.FOLDER.resolveSibling(".github/workflows/images.yml"));
    Matcher sed =
        Pattern.compile("(?m)^ +sed -i \"s\\|(.+)\\|(.+)\\|\" helm/values\\.yaml$")
            .matcher(workflow);
    assertThat(sed.find()).isTrue();

    JsonNode changed =
        yaml(
            Files.readString(Chart.FOLDER.resolve("values.yaml"))
                .replaceAll(
                    "(?m)" + sed.group(1), sed.group(2).replace("$REGISTRY", "ghcr.io/somebody")));

    assertThat(changed.at("/image/registry").asText()).isEqualTo("ghcr.io/somebody");
    ((ObjectNode) changed.at("/image")).put("registry", ImageBuild.property("image.registry"));
    assertThat(changed).isEqualTo(yaml(Chart.FOLDER.resolve("values.yaml")));
  }

  @Test
  void playsTheScenarioThatIsInThePostmanFolder() throws IOException {
    Path original =
        Chart.FOLDER.resolveSibling("postman").resolve("arch-axon.postman_collection.json");
    assertThat(Chart.FOLDER.resolve("files/arch-axon.postman_collection.json"))
        .as("helm reads no file outside of the chart: copy the collection to helm/files")
        .hasSameTextualContentAs(original);
    Pod test = ChartPolicies.all(Pod.class, Chart.objects(Chart.DEFAULT)).get(0);
    assertThat(test.getMetadata().getAnnotations())
        .containsEntry("helm.sh/hook-in-a-release", "test");
    assertThat(environment(test.getSpec().getContainers().get(0)).get("SERVICE_OF_PATH"))
        .contains("\"users\":\"arch-axon-user-app\"", "\"orders\":\"arch-axon-order-app\"");
  }

  @Test
  void namesTheNextCommandsAndTheNamespace() {
    assertThat(install().call().getOutput())
        .contains(
            "kubectl -n market wait deployment -l app.kubernetes.io/instance=shop",
            "helm test -n market shop --logs",
            "curl http://arch.homework/users",
            "kubectl -n market port-forward statefulset/shop-arch-axon-axonserver 8024:8024")
        .doesNotContain("Prometheus");
    assertThat(install().set("serviceMonitor.enabled", true).call().getOutput())
        .contains("set networkPolicy.prometheus.enabled=true");
  }

  private static InstallCommand install() {
    return new Helm(Chart.FOLDER)
        .install()
        .clientOnly()
        .dryRun()
        .withDryRunOption(DryRun.CLIENT)
        .withName("shop")
        .withNamespace("market");
  }

  private static <T extends HasMetadata> List<String> names(Class<T> type, Chart.Values values) {
    return ChartPolicies.all(type, Chart.objects(values)).stream()
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private static List<String> apiVersions(Chart.Values values, String kind) {
    return objects(kind, values).stream().map(HasMetadata::getApiVersion).toList();
  }

  private static List<HasMetadata> objects(String kind, Chart.Values values) {
    return Chart.objects(values).stream().filter(object -> object.getKind().equals(kind)).toList();
  }

  private static Container deployment(Chart.Values values, String app) {
    return ChartPolicies.all(Deployment.class, Chart.objects(values)).stream()
        .filter(deployment -> deployment.getMetadata().getName().equals("arch-axon-" + app))
        .map(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().get(0))
        .findFirst()
        .orElseThrow();
  }

  private static StatefulSet axonServer(Chart.Values values) {
    return ChartPolicies.all(StatefulSet.class, Chart.objects(values)).stream()
        .filter(set -> set.getMetadata().getName().endsWith("axonserver"))
        .findFirst()
        .orElseThrow();
  }

  private static Container container(StatefulSet set) {
    return set.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  /** Values as they are, or "Secret name key" for what comes from a Secret. */
  private static Map<String, String> environment(Container container) {
    return container.getEnv().stream()
        .collect(
            Collectors.toMap(
                EnvVar::getName,
                (Function<EnvVar, String>)
                    env -> {
                      if (env.getValueFrom() == null) {
                        return env.getValue();
                      }
                      var secret = env.getValueFrom().getSecretKeyRef();
                      return "Secret " + secret.getName() + " " + secret.getKey();
                    }));
  }

  private static Map<String, String> paths(Chart.Values values) {
    return ChartPolicies.all(Ingress.class, Chart.objects(values)).stream()
        .flatMap(ingress -> ingress.getSpec().getRules().stream())
        .flatMap(rule -> rule.getHttp().getPaths().stream())
        .collect(
            Collectors.toMap(
                path -> path.getPath(), path -> path.getBackend().getService().getName()));
  }

  /** Where the proxy of compose.yaml leads the paths of the services. */
  private static Set<String> with(Set<String> paths, String... others) {
    return Stream.concat(paths.stream(), Stream.of(others)).collect(Collectors.toSet());
  }

  private static Map<String, String> pathsOfTheProxy() throws IOException {
    return Pattern.compile("~\\^(/[a-z-]+)\\(/\\|\\$\\) ([a-z-]+);")
        .matcher(Files.readString(ImageBuild.ROOT.resolve("compose/nginx.conf")))
        .results()
        .collect(Collectors.toMap(path -> path.group(1), path -> "arch-axon-" + path.group(2)));
  }

  private static Map<String, String> passwords(String rendered) {
    return secret("arch-axon-postgresql", rendered);
  }

  private static Map<String, String> secret(String name, String rendered) {
    return ChartPolicies.all(Secret.class, Chart.parse(rendered)).stream()
        .filter(secret -> secret.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getData();
  }

  private static JsonNode values() throws IOException {
    return yaml(Chart.FOLDER.resolve("values.yaml"));
  }

  private static JsonNode schema() throws IOException {
    return yaml(Chart.FOLDER.resolve("values.schema.json"));
  }

  private static JsonNode yaml(Path file) throws IOException {
    return yaml(Files.readString(file));
  }

  private static JsonNode yaml(String text) {
    return Serialization.unmarshal(text, JsonNode.class);
  }
}
