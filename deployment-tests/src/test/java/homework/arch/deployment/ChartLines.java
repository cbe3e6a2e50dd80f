package homework.arch.deployment;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to whom, as the NetworkPolicies say: lines such as {@code order-app →
 * postgresql:5432}.
 */
final class ChartLines {

  /** All lines that there may be, whatever the values. An app is any of the five. */
  static final Set<String> DRAWN =
      Set.of(
          "ingress controller → app:8080",
          "Prometheus → app:9080",
          "test → app:8080",
          "app → postgresql:5432",
          "app → axonserver:8124",
          "app → DNS",
          "axonserver → DNS",
          "test → DNS",
          "app → external PostgreSQL",
          "app → external Axon Server",
          "app → external mail server",
          "app → external collector",
          "app → external issuer",
          "axonserver → anywhere:443");

  private ChartLines() {}

  /** The lines that are allowed but not drawn, half allowed, or not held back at all. */
  static List<String> violations(List<HasMetadata> objects) {
    List<String> violations = new ArrayList<>();
    Map<String, Map<String, String>> pods = pods(objects);
    List<NetworkPolicy> policies = ChartPolicies.all(NetworkPolicy.class, objects);
    pods.forEach(
        (component, labels) -> {
          for (String type : List.of("Ingress", "Egress")) {
            if (policies.stream()
                .map(NetworkPolicy::getSpec)
                .filter(policy -> policy.getIngress().isEmpty() && policy.getEgress().isEmpty())
                .filter(policy -> selects(policy.getPodSelector(), labels))
                .noneMatch(policy -> policy.getPolicyTypes().contains(type))) {
              violations.add(component + " is not held back for " + type);
            }
          }
        });

    Set<String> in = lines(policies, pods, true);
    Set<String> out = lines(policies, pods, false);
    for (String line : in) {
      if (!isExternal(line) && !out.contains(line)) {
        violations.add(line + " may come, but not go");
      }
    }
    for (String line : out) {
      if (!isExternal(line) && !in.contains(line)) {
        violations.add(line + " may go, but not come");
      }
    }
    all(objects).stream()
        .filter(line -> !DRAWN.contains(line))
        .forEach(line -> violations.add(line + " is not drawn"));
    return violations;
  }

  /** All lines, with "app" for each of the apps. */
  static Set<String> all(List<HasMetadata> objects) {
    Map<String, Map<String, String>> pods = pods(objects);
    List<NetworkPolicy> policies = ChartPolicies.all(NetworkPolicy.class, objects);
    Set<String> lines = lines(policies, pods, true);
    lines.addAll(lines(policies, pods, false));
    return lines.stream()
        .map(line -> line.replaceAll("\\b(" + String.join("|", ImageBuild.apps()) + ")\\b", "app"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The labels of each component's pods. */
  private static Map<String, Map<String, String>> pods(List<HasMetadata> objects) {
    return ChartPolicies.workloads(objects).stream()
        .collect(
            Collectors.toMap(ChartPolicies.Workload::component, ChartPolicies.Workload::podLabels));
  }

  private static boolean isExternal(String line) {
    return line.startsWith("ingress controller")
        || line.startsWith("Prometheus")
        || line.startsWith("namespaces")
        || line.contains("→ external")
        || line.contains("→ anywhere")
        || line.endsWith("→ DNS");
  }

  private static Set<String> lines(
      List<NetworkPolicy> policies, Map<String, Map<String, String>> pods, boolean ingress) {
    Set<String> lines = new TreeSet<>();
    for (NetworkPolicy policy : policies) {
      for (String me : matching(policy.getSpec().getPodSelector(), pods)) {
        if (ingress) {
          for (var rule : policy.getSpec().getIngress()) {
            for (String peer : peers(rule.getFrom(), rule.getPorts(), pods)) {
              ports(rule.getPorts()).forEach(port -> lines.add(peer + " → " + me + port));
            }
          }
        } else {
          for (var rule : policy.getSpec().getEgress()) {
            for (String peer : peers(rule.getTo(), rule.getPorts(), pods)) {
              ports(rule.getPorts()).forEach(port -> lines.add(me + " → " + named(peer + port)));
            }
          }
        }
      }
    }
    return lines;
  }

  private static String named(String target) {
    return switch (target) {
      case "anywhere:53" -> "DNS";
      case "anywhere:5432", "10.0.0.0/8:5432" -> "external PostgreSQL";
      case "anywhere:8124", "anywhere:8125" -> "external Axon Server";
      case "anywhere:587", "10.1.0.0/16:2525" -> "external mail server";
      case "anywhere:4318", "10.2.0.0/16:4318" -> "external collector";
      case "10.3.0.0/16:443", "10.3.0.0/16:8180" -> "external issuer";
      default -> target;
    };
  }

  private static Set<String> ports(List<NetworkPolicyPort> ports) {
    if (ports.isEmpty()) {
      return Set.of(":any");
    }
    return ports.stream()
        .map(port -> ":" + port.getPort().getValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> peers(
      List<NetworkPolicyPeer> peers,
      List<NetworkPolicyPort> ports,
      Map<String, Map<String, String>> pods) {
    Set<String> names = new TreeSet<>();
    if (peers.isEmpty()) {
      names.add("anywhere");
    }
    for (NetworkPolicyPeer peer : peers) {
      if (peer.getIpBlock() != null) {
        names.add(peer.getIpBlock().getCidr());
      } else if (peer.getNamespaceSelector() != null) {
        Map<String, String> labels = peer.getNamespaceSelector().getMatchLabels();
        names.add(
            switch (labels.getOrDefault("kubernetes.io/metadata.name", "")) {
              case "ingress-nginx" -> "ingress controller";
              case "monitoring" -> "Prometheus";
              default -> "namespaces " + labels + " on " + ports(ports);
            });
      } else {
        names.addAll(matching(peer.getPodSelector(), pods));
      }
    }
    return names;
  }

  private static Set<String> matching(
      @Nullable LabelSelector selector, Map<String, Map<String, String>> pods) {
    return pods.entrySet().stream()
        .filter(pod -> selects(selector, pod.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
        && selector.getMatchExpressions().stream()
            .allMatch(expression -> selects(expression, labels));
  }

  private static boolean selects(LabelSelectorRequirement expression, Map<String, String> labels) {
    if (!expression.getOperator().equals("In")) {
      throw new IllegalArgumentException("Teach this test " + expression.getOperator());
    }
    return expression.getValues().contains(labels.get(expression.getKey()));
  }
}
