package homework.arch.deployment;

import static java.util.Map.entry;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart, and what becomes of it with some values. */
final class Chart {

  static final Path FOLDER = Path.of("..", "helm").toAbsolutePath().normalize();
  static final ChartCluster CLUSTER = ChartCluster.start();

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");
  private static final Map<Values, String> RENDERED = new ConcurrentHashMap<>();

  private Chart() {}

  /**
   * The same chart with the pod of the test as an object like others: hooks are not rendered here.
   */
  private static final class WithoutHooks {

    static final Path FOLDER = copy();

    private static Path copy() {
      Path copy = Path.of("target", "chart-without-hooks").toAbsolutePath();
      try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(Chart.FOLDER.relativize(file));
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          String text = Files.readString(file);
          Files.writeString(target, text.replace("helm.sh/hook:", "helm.sh/hook-in-a-release:"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return copy;
    }
  }

  /**
   * @param name what the values are about
   * @param values as {@code helm --set} takes them
   */
  record Values(String name, String kubeVersion, Map<String, Object> values) {

    Values(String name, Map<String, Object> values) {
      this(name, "1.34.0", values);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final Values DEFAULT = new Values("default", Map.of());
  static final Values STANDALONE = new Values("standalone", Map.of("topology", "standalone"));
  static final Values EXTERNAL_DATABASE =
      new Values(
          "external database",
          Map.of(
              "postgresql.enabled",
              false,
              "postgresql.existingSecret",
              "passwords",
              "postgresql.external.host",
              "db.example.org",
              "postgresql.external.parameters",
              "sslmode=verify-full",
              "postgresql.external.cidr",
              "10.0.0.0/8",
              "postgresql.external.databases.order.existingSecret",
              "password-of-orders",
              "postgresql.external.databases.order.passwordKey",
              "password"));
  static final Values TLS =
      new Values("TLS", Map.of("ingress.tls.enabled", true, "ingress.tls.secretName", "arch-tls"));
  static final Values NO_PAGE = new Values("no page", Map.of("page.enabled", false));

  /** Not in the matrix: it breaks the rule that nobody outside may operate. */
  static final Values PAGE_OPERATES = new Values("the page operates", Map.of("page.operate", true));

  static final Values AUTOSCALING = new Values("HPA", Map.of("autoscaling.enabled", true));
  static final Values NO_PERSISTENCE =
      new Values(
          "no persistence",
          Map.of("postgresql.persistence.enabled", false, "axonServer.persistence.enabled", false));
  static final Values OTHER_LOGINS =
      new Values("other logins", Map.of("postgresql.loginSuffix", "_2"));
  static final Values NO_ACCESS_CONTROL =
      new Values(
          "a licence, and no access control",
          Map.of(
              "axonServer.accessControl.enabled",
              false,
              "axonServer.license.existingSecret",
              "axon-licence",
              "axonServer.envFromSecret",
              "axon-platform",
              "networkPolicy.axonServerToInternet",
              true));
  static final Values EXTERNAL_AXON_SERVER =
      new Values(
          "external Axon Server",
          Map.of(
              "axonServer.enabled",
              false,
              "axonServer.external.servers",
              "axon-1.example.org:8124,axon-2.example.org:8125",
              "axonServer.external.existingSecret",
              "axon-token"));
  static final Values METRICS =
      new Values(
          "metrics",
          Map.of("serviceMonitor.enabled", true, "networkPolicy.prometheus.enabled", true));
  static final Values ALERTS =
      new Values(
          "alerts with links",
          Map.of(
              "serviceMonitor.enabled",
              true,
              "prometheusRule.runbooks",
              "https://git.example.org/",
              "prometheusRule.labels.release",
              "prometheus"));
  static final Values NOTHING_TO_WATCH =
      new Values(
          "nothing to watch",
          Map.of(
              "serviceMonitor.enabled",
              true,
              "prometheusRule.enabled",
              false,
              "dashboard.enabled",
              false));
  static final Values MAIL =
      new Values(
          "mail",
          Map.of(
              "mail.host", "smtp.example.org",
              "mail.from", "mail@example.org",
              "mail.username", "shop",
              "mail.existingSecret", "mail-password"));
  static final Values TRACES =
      new Values(
          "traces",
          Map.of(
              "traces.endpoint", "http://tempo.monitoring:4318/v1/traces",
              "traces.sampling", 0.1,
              "traces.cidr", "10.2.0.0/16"));
  static final Values AUTH =
      new Values(
          "log-in",
          Map.of(
              "auth.issuer",
              "https://login.example.org/realms/arch-axon",
              "auth.audience",
              "arch-axon-api",
              "auth.operatorClaim",
              "realm_access.roles",
              "auth.corsOrigins[0]",
              "https://shop.example.org",
              "auth.corsOrigins[1]",
              "http://localhost:5173",
              "auth.cidr",
              "10.3.0.0/16",
              "limits.requestsPerSecond",
              20,
              "personalData.existingSecret",
              "personal-data",
              "test.existingSecret",
              "token-of-a-user"));
  static final Values AUTH_STANDALONE =
      new Values(
          "log-in in the standalone topology",
          Map.of(
              "topology", "standalone",
              "auth.issuer", "http://keycloak.login:8180/realms/arch-axon",
              "auth.audience", "arch-axon-api",
              "auth.cidr", "10.3.0.0/16",
              "limits.requestsPerSecond", 0));
  static final Values MAIL_STANDALONE =
      new Values(
          "mail in the standalone topology",
          Map.of(
              "topology", "standalone",
              "mail.host", "smtp.example.org",
              "mail.port", 2525,
              "mail.from", "The shop <mail@example.org>",
              "mail.cidr", "10.1.0.0/16"));
  static final Values KUBERNETES_1_20 =
      new Values("Kubernetes 1.20", "1.20.2", Map.of("autoscaling.enabled", true));
  static final Values EVERY_OPTION =
      new Values(
          "every option of the pods",
          Map.ofEntries(
              entry("image.tag", "2.0.0"),
              entry("image.pullSecrets[0]", "pull"),
              entry("app.env.LOGGING_LEVEL_ROOT", "INFO"),
              entry("services.order.env.ARCH_COMMAND_THREADS", "16"),
              entry("app.nodeSelector.disk", "ssd"),
              entry("app.tolerations[0].operator", "Exists"),
              entry("app.priorityClassName", "high"),
              entry("app.podAnnotations.team", "arch"),
              entry("postgresql.existingSecret", "passwords"),
              entry("axonServer.accessControl.existingSecret", "axon-token"),
              entry("postgresql.persistence.storageClass", "fast"),
              entry("personalData.existingSecret", "personal-data")));

  static Stream<Values> matrix() {
    return Stream.of(
        DEFAULT,
        STANDALONE,
        EXTERNAL_DATABASE,
        TLS,
        NO_PAGE,
        AUTOSCALING,
        NO_PERSISTENCE,
        OTHER_LOGINS,
        NO_ACCESS_CONTROL,
        EXTERNAL_AXON_SERVER,
        METRICS,
        ALERTS,
        NOTHING_TO_WATCH,
        MAIL,
        MAIL_STANDALONE,
        TRACES,
        AUTH,
        AUTH_STANDALONE,
        KUBERNETES_1_20,
        EVERY_OPTION);
  }

  /** What helm would send to the cluster, as YAML. */
  static String render(Values values) {
    return RENDERED.computeIfAbsent(values, Chart::renderAnew);
  }

  static String renderAnew(Values values) {
    TemplateCommand template =
        new Helm(WithoutHooks.FOLDER)
            .template()
            .withName("arch-axon")
            .withNamespace("arch-axon")
            .withKubeVersion(values.kubeVersion());
    values.values().forEach(template::set);
    return template.call();
  }

  static List<HasMetadata> objects(Values values) {
    return parse(render(values));
  }

  static List<HasMetadata> parse(String yaml) {
    return SEPARATOR
        .splitAsStream(yaml)
        .filter(document -> document.lines().anyMatch(line -> line.startsWith("kind:")))
        .map(document -> Serialization.unmarshal(document, HasMetadata.class))
        .toList();
  }
}
