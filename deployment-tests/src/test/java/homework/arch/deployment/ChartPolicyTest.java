package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The policies, held against what the chart becomes with many values, and against a chart in which
 * a violation was planted: a policy that never failed may be looking at nothing.
 */
class ChartPolicyTest {

  record Policy(
      String name, Function<List<HasMetadata>, List<String>> violations, List<Planted> broken) {

    Policy(String name, Function<List<HasMetadata>, List<String>> violations, Planted... broken) {
      this(name, violations, List.of(broken));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * @param text a text in what the chart renders, the first of which is replaced
   * @param told a part of the sentence that must tell of it
   */
  record Planted(String text, String replacement, String told) {}

  static Stream<Policy> policies() {
    return Stream.of(
        new Policy(
            "every field is one that Kubernetes knows",
            ChartPolicies::unknownFields,
            new Planted(
                "readOnlyRootFilesystem:",
                "readonlyRootFilesystem:",
                "readonlyRootFilesystem is no field of Kubernetes"),
            new Planted(
                "kind: NetworkPolicy", "kind: NetPolicy", "is of a kind that Kubernetes does not")),
        new Policy(
            "every pod keeps to the restricted pod security",
            ChartPolicies::podSecurity,
            new Planted("runAsNonRoot: true", "runAsNonRoot: false", "runs as root"),
            new Planted("runAsUser: 999", "runAsUser: 0", "postgresql runs as root"),
            new Planted("type: RuntimeDefault", "type: Unconfined", "has no seccomp profile"),
            new Planted(
                "allowPrivilegeEscalation: false",
                "allowPrivilegeEscalation: true",
                "may gain privileges"),
            new Planted("drop: [ALL]", "drop: [NET_RAW]", "has capabilities"),
            new Planted(
                "restartPolicy: Never",
                "restartPolicy: Never\n  hostNetwork: true",
                "is in a namespace of its node"),
            new Planted("emptyDir: {}", "hostPath: {path: /}", "mounts a folder of its node")),
        new Policy(
            "every container is read-only",
            ChartPolicies::readOnly,
            new Planted(
                "readOnlyRootFilesystem: true",
                "readOnlyRootFilesystem: false",
                "can write to its image")),
        new Policy(
            "no pod gets a token",
            ChartPolicies::noTokens,
            new Planted(
                "      automountServiceAccountToken: false", "", "gets a token for the API"),
            new Planted("\nautomountServiceAccountToken: false", "", "hands out tokens")),
        new Policy(
            "every image is an official one or ours, and pinned",
            ChartPolicies::images,
            new Planted("image: postgres:18", "image: bitnami/postgresql:18", "postgresql has"),
            new Planted("user-app:1.0.0", "user-app:latest", "user-app has an image")),
        new Policy(
            "every container that goes on running is probed",
            ChartPolicies::probes,
            new Planted("startupProbe:", "x-startupProbe:", "lacks a startup"),
            new Planted("livenessProbe:", "x-livenessProbe:", "lacks a startup"),
            new Planted("readinessProbe:", "x-readinessProbe:", "lacks a startup")),
        new Policy(
            "every container says what it needs",
            ChartPolicies::resources,
            new Planted(
                "resources:\n            limits:", "resources:\n            no:", "how much")),
        new Policy(
            "the outside reaches the four paths and no management port",
            ChartPolicies::publicPorts,
            new Planted("targetPort: http", "targetPort: management", "publishes the port manage"),
            new Planted("path: /orders", "path: /actuator", "arch.homework/actuator"),
            new Planted("type: ClusterIP", "type: LoadBalancer", "is open to the outside"),
            new Planted(
                "    - name: http\n",
                "    - {name: more, port: 9080, targetPort: management}\n    - name: http\n",
                "has more than one port")),
        new Policy(
            "the dashboard of Axon Server is in no Service",
            ChartPolicies::noDashboard,
            new Planted("targetPort: grpc", "targetPort: http", "serves the dashboard")),
        new Policy(
            "who may talk to whom is drawn",
            ChartLines::violations,
            new Planted(
                "policyTypes: [Ingress, Egress]\n---",
                "policyTypes: [Ingress]\n---",
                "is not held back for Egress"),
            new Planted(
                "kubernetes.io/metadata.name: ingress-nginx",
                "kubernetes.io/metadata.name: elsewhere",
                "is not drawn"),
            new Planted("- port: 8124", "- port: 8024", ":8024"),
            new Planted("- port: 53", "- port: 444", "anywhere:444 is not drawn")),
        new Policy(
            "updates lose no request",
            ChartPolicies::rollingUpdates,
            new Planted("maxUnavailable: 0", "maxUnavailable: 1", "before their successors"),
            new Planted("preStop:", "x-preStop:", "while it is still sent requests"),
            new Planted(
                "terminationGracePeriodSeconds: 60",
                "terminationGracePeriodSeconds: 20",
                "is killed before")),
        new Policy(
            "pods are spread over the nodes",
            ChartPolicies::topologySpread,
            new Planted(
                "topologyKey: kubernetes.io/hostname",
                "topologyKey: kubernetes.io/os",
                "may have all pods on one node")),
        new Policy(
            "every Deployment has a PodDisruptionBudget",
            ChartPolicies::disruptionBudgets,
            new Planted(
                "  maxUnavailable: 1\n  selector:\n    matchLabels:\n",
                "  maxUnavailable: 1\n  selector:\n    matchLabels:\n      some: thing\n",
                "has no PodDisruptionBudget")),
        new Policy(
            "passwords are in Secrets, which are kept",
            ChartPolicies::secrets,
            new Planted("name: ARCH_CURRENCY", "name: AXON_AXONSERVER_TOKEN", "TOKEN in the open"),
            new Planted("helm.sh/resource-policy: keep", "some: thing", "goes at an uninstall")),
        new Policy(
            "whatever is named is there",
            ChartPolicies::references,
            new Planted("secretName: arch-axon-", "secretName: other-", "names Secret other-"),
            new Planted(
                "serviceAccountName: arch-", "serviceAccountName: no-", "ServiceAccount no-"),
            new Planted(
                "- name: tmp\n          emptyDir", "- name: x\n          emptyDir", "mounts tmp"),
            new Planted("targetPort: http", "targetPort: web", "leads to no port: web")));
  }

  static Stream<Arguments> policiesAndValues() {
    return policies().flatMap(policy -> Chart.matrix().map(values -> Arguments.of(policy, values)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("policiesAndValues")
  void holds(Policy policy, Chart.Values values) {
    assertThat(policy.violations().apply(Chart.objects(values))).isEmpty();
  }

  static Stream<Arguments> policiesAndViolations() {
    return policies()
        .flatMap(policy -> policy.broken().stream().map(planted -> Arguments.of(policy, planted)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("policiesAndViolations")
  void aPlantedViolationIsNamed(Policy policy, Planted planted) {
    String chart = Chart.render(Chart.DEFAULT);
    int at = chart.indexOf(planted.text());
    assertThat(at).as("the chart has: %s", planted.text()).isNotNegative();
    String broken =
        chart.substring(0, at)
            + planted.replacement()
            + chart.substring(at + planted.text().length());
    assertThat(policy.violations().apply(Chart.parse(broken)))
        .anySatisfy(violation -> assertThat(violation).contains(planted.told()));
  }

  @Test
  void everyDrawnLineIsAllowedWithSomeValues() {
    Set<String> lines = new TreeSet<>();
    Chart.matrix().forEach(values -> lines.addAll(ChartLines.all(Chart.objects(values))));
    assertThat(lines).containsExactlyInAnyOrderElementsOf(ChartLines.DRAWN);
  }
}
