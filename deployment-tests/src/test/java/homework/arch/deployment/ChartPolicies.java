package homework.arch.deployment;

import static java.util.function.Predicate.not;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for the objects of the chart, with whatever values. A policy tells who breaks it,
 * in a sentence each.
 */
final class ChartPolicies {

  private static final Set<String> PUBLIC =
      Set.of("/users", "/accounts", "/orders", "/notifications", "/", "/page");

  /** Objects of this name are not the chart's to bring. */
  private static final Set<String> BROUGHT_BY_THE_USER =
      Set.of(
          "passwords",
          "password-of-orders",
          "axon-licence",
          "axon-token",
          "axon-platform",
          "mail-password",
          "personal-data",
          "token-of-a-user");

  private static final Pattern PINNED_IMAGE =
      Pattern.compile(
          "(ghcr\\.io/arch-axon/(user|billing|order|notification|standalone)-app"
              + "|postgres|axoniq/axonserver|postman/newman):\\d[-\\w.]*");

  private static final Pattern HOLDS_A_SECRET =
      Pattern.compile("(?i)(?!.*FILE$).*(PASSWORD|TOKEN|KEKS).*");

  private ChartPolicies() {}

  /** A pod, or what makes pods. */
  record Workload(
      HasMetadata object, Map<String, String> podLabels, PodSpec pod, Set<String> claims) {

    String name() {
      return object.getKind() + " " + object.getMetadata().getName();
    }

    String component() {
      return podLabels.getOrDefault("app.kubernetes.io/component", "nobody");
    }

    boolean runsOn() {
      return !(object instanceof Pod);
    }
  }

  static List<Workload> workloads(List<HasMetadata> objects) {
    List<Workload> workloads = new ArrayList<>();
    for (HasMetadata object : objects) {
      if (object instanceof Deployment deployment) {
        var template = deployment.getSpec().getTemplate();
        workloads.add(
            new Workload(object, template.getMetadata().getLabels(), template.getSpec(), Set.of()));
      } else if (object instanceof StatefulSet set) {
        var template = set.getSpec().getTemplate();
        Set<String> claims =
            set.getSpec().getVolumeClaimTemplates().stream()
                .map(PersistentVolumeClaim::getMetadata)
                .map(metadata -> metadata.getName())
                .collect(Collectors.toSet());
        workloads.add(
            new Workload(object, template.getMetadata().getLabels(), template.getSpec(), claims));
      } else if (object instanceof Pod pod) {
        workloads.add(new Workload(object, pod.getMetadata().getLabels(), pod.getSpec(), Set.of()));
      }
    }
    return workloads;
  }

  static <T> List<T> all(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Down to the leaves: what the models of Kubernetes do not know lands in a map of its own. */
  static List<String> unknownFields(List<HasMetadata> objects) {
    List<String> unknown = new ArrayList<>();
    for (HasMetadata object : objects) {
      String name = object.getKind() + " " + object.getMetadata().getName();
      if (object instanceof GenericKubernetesResource) {
        if (!object.getApiVersion().equals("monitoring.coreos.com/v1")) {
          unknown.add(name + " is of a kind that Kubernetes does not know");
        }
      } else {
        unknownFields(object, name, unknown);
      }
    }
    return unknown;
  }

  private static void unknownFields(@Nullable Object value, String path, List<String> unknown) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> unknownFields(entry, path + "." + key, unknown));
    } else if (value instanceof Collection<?> list) {
      list.forEach(entry -> unknownFields(entry, path, unknown));
    } else if (value instanceof KubernetesResource
        || (value != null && value.getClass().getName().startsWith("io.fabric8."))) {
      for (Method getter : value.getClass().getMethods()) {
        if (!getter.getName().startsWith("get")
            || getter.getParameterCount() > 0
            || getter.getReturnType().isEnum()
            || getter.getDeclaringClass() == Object.class) {
          continue;
        }
        Object field;
        try {
          field = getter.invoke(value);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(getter.toString(), e);
        }
        if (getter.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) Objects.requireNonNull(field))
              .keySet()
              .forEach(name -> unknown.add(path + "." + name + " is no field of Kubernetes"));
        } else {
          unknownFields(field, path + "." + getter.getName().substring(3), unknown);
        }
      }
    }
  }

  /** The restricted profile of the Pod Security Standards. */
  static List<String> podSecurity(List<HasMetadata> objects) {
    return workloads(objects).stream()
        .flatMap(
            workload -> {
              var pod = workload.pod();
              var context = pod.getSecurityContext();
              Stream<String> ofPod =
                  violations(
                      workload.name(),
                      "runs as root",
                      !Boolean.TRUE.equals(context.getRunAsNonRoot())
                          || context.getRunAsUser() == null
                          || context.getRunAsUser() == 0,
                      "has no seccomp profile",
                      context.getSeccompProfile() == null
                          || !context.getSeccompProfile().getType().equals("RuntimeDefault"),
                      "is in a namespace of its node",
                      Boolean.TRUE.equals(pod.getHostNetwork())
                          || Boolean.TRUE.equals(pod.getHostPID())
                          || Boolean.TRUE.equals(pod.getHostIPC()),
                      "mounts a folder of its node",
                      pod.getVolumes().stream().anyMatch(volume -> volume.getHostPath() != null));
              return Stream.concat(
                  ofPod,
                  containers(pod)
                      .flatMap(
                          container -> {
                            var own = container.getSecurityContext();
                            return violations(
                                workload.name(),
                                "may gain privileges",
                                own == null
                                    || !Boolean.FALSE.equals(own.getAllowPrivilegeEscalation())
                                    || Boolean.TRUE.equals(own.getPrivileged()),
                                "has capabilities",
                                own == null
                                    || own.getCapabilities() == null
                                    || !own.getCapabilities().getDrop().equals(List.of("ALL"))
                                    || !own.getCapabilities().getAdd().isEmpty());
                          }));
            })
        .toList();
  }

  static List<String> readOnly(List<HasMetadata> objects) {
    return perContainer(
        objects,
        workload -> true,
        "can write to its image",
        container -> {
          var context = container.getSecurityContext();
          return context == null || !Boolean.TRUE.equals(context.getReadOnlyRootFilesystem());
        });
  }

  static List<String> noTokens(List<HasMetadata> objects) {
    Stream<String> pods =
        workloads(objects).stream()
            .filter(
                workload -> !Boolean.FALSE.equals(workload.pod().getAutomountServiceAccountToken()))
            .map(workload -> workload.name() + " gets a token for the API of Kubernetes");
    Stream<String> accounts =
        all(ServiceAccount.class, objects).stream()
            .filter(account -> !Boolean.FALSE.equals(account.getAutomountServiceAccountToken()))
            .map(account -> account.getMetadata().getName() + " hands out tokens");
    return Stream.concat(pods, accounts).toList();
  }

  static List<String> images(List<HasMetadata> objects) {
    return perContainer(
        objects,
        workload -> true,
        "has an image that is not one of ours or not pinned",
        container -> !PINNED_IMAGE.matcher(container.getImage()).matches());
  }

  static List<String> probes(List<HasMetadata> objects) {
    return perContainer(
        objects,
        Workload::runsOn,
        "lacks a startup, liveness or readiness probe",
        container ->
            container.getStartupProbe() == null
                || container.getLivenessProbe() == null
                || container.getReadinessProbe() == null);
  }

  static List<String> resources(List<HasMetadata> objects) {
    return perContainer(
        objects,
        workload -> true,
        "does not say what it needs, or how much memory it may take",
        container -> {
          var resources = container.getResources();
          return resources == null
              || !resources.getRequests().keySet().containsAll(Set.of("cpu", "memory"))
              || !resources.getLimits().containsKey("memory");
        });
  }

  /**
   * What the Ingress leads to has the API's port alone, and the Ingress the API and the page alone.
   */
  static List<String> publicPorts(List<HasMetadata> objects) {
    List<String> violations = new ArrayList<>();
    Set<String> published = new TreeSet<>();
    for (Ingress ingress : all(Ingress.class, objects)) {
      if (ingress.getSpec().getDefaultBackend() != null) {
        violations.add("The Ingress leads everything else somewhere");
      }
      for (var rule : ingress.getSpec().getRules()) {
        for (var path : rule.getHttp().getPaths()) {
          if (!PUBLIC.contains(path.getPath()) || !rule.getHost().equals("arch.homework")) {
            violations.add("The Ingress publishes " + rule.getHost() + path.getPath());
          }
          published.add(path.getBackend().getService().getName());
        }
      }
    }
    for (Service service : all(Service.class, objects)) {
      String name = service.getMetadata().getName();
      if (!service.getSpec().getType().equals("ClusterIP")) {
        violations.add("Service " + name + " is open to the outside");
      }
      for (ServicePort port : service.getSpec().getPorts()) {
        String target = port.getTargetPort().getStrVal();
        if (published.remove(name) && !Objects.equals(target, "http")) {
          violations.add("Service " + name + " publishes the port " + target);
        }
        published.remove(name);
      }
      if (service.getSpec().getPorts().size() > 1) {
        violations.add("Service " + name + " has more than one port");
      }
    }
    published.forEach(name -> violations.add("The Ingress leads to nowhere: " + name));
    return violations;
  }

  /** The dashboard is for those who may forward a port, and for nobody else. */
  static List<String> noDashboard(List<HasMetadata> objects) {
    return all(Service.class, objects).stream()
        .filter(service -> service.getMetadata().getName().endsWith("axonserver"))
        .filter(
            service ->
                service.getSpec().getPorts().stream()
                    .anyMatch(port -> !Objects.equals(port.getTargetPort().getStrVal(), "grpc")))
        .map(service -> service.getMetadata().getName() + " serves the dashboard")
        .toList();
  }

  static List<String> rollingUpdates(List<HasMetadata> objects) {
    return all(Deployment.class, objects).stream()
        .flatMap(
            deployment -> {
              var strategy = deployment.getSpec().getStrategy().getRollingUpdate();
              var pod = deployment.getSpec().getTemplate().getSpec();
              var lifecycle = pod.getContainers().get(0).getLifecycle();
              boolean drains =
                  lifecycle != null
                      && lifecycle.getPreStop() != null
                      && lifecycle.getPreStop().getExec().getCommand().get(0).equals("sleep");
              return violations(
                  deployment.getMetadata().getName(),
                  "takes pods away before their successors are there",
                  !Objects.equals(strategy.getMaxUnavailable().getIntVal(), 0)
                      || Objects.equals(strategy.getMaxSurge().getIntVal(), 0),
                  "ends while it is still sent requests",
                  !drains,
                  "is killed before it has shut down",
                  pod.getTerminationGracePeriodSeconds() < 60);
            })
        .toList();
  }

  static List<String> topologySpread(List<HasMetadata> objects) {
    return all(Deployment.class, objects).stream()
        .filter(
            deployment ->
                deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().stream()
                    .filter(
                        constraint ->
                            constraint
                                .getLabelSelector()
                                .getMatchLabels()
                                .equals(deployment.getSpec().getSelector().getMatchLabels()))
                    .map(constraint -> constraint.getTopologyKey())
                    .noneMatch("kubernetes.io/hostname"::equals))
        .map(deployment -> deployment.getMetadata().getName() + " may have all pods on one node")
        .toList();
  }

  static List<String> disruptionBudgets(List<HasMetadata> objects) {
    Set<Map<String, String>> guarded =
        objects.stream()
            .filter(object -> object.getKind().equals("PodDisruptionBudget"))
            .map(
                budget ->
                    budget
                            instanceof
                            io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget b
                        ? b.getSpec().getSelector().getMatchLabels()
                        : ((io.fabric8.kubernetes.api.model.policy.v1beta1.PodDisruptionBudget)
                                budget)
                            .getSpec()
                            .getSelector()
                            .getMatchLabels())
            .collect(Collectors.toSet());
    return all(Deployment.class, objects).stream()
        .filter(
            deployment -> !guarded.contains(deployment.getSpec().getSelector().getMatchLabels()))
        .map(deployment -> deployment.getMetadata().getName() + " has no PodDisruptionBudget")
        .toList();
  }

  /** Passwords and tokens are in Secrets, and these outlive an uninstall as the volumes do. */
  static List<String> secrets(List<HasMetadata> objects) {
    Stream<String> inTheOpen =
        workloads(objects).stream()
            .flatMap(
                workload ->
                    containers(workload.pod())
                        .flatMap(container -> container.getEnv().stream())
                        .filter(env -> HOLDS_A_SECRET.matcher(env.getName()).matches())
                        .filter(
                            env ->
                                env.getValueFrom() == null
                                    || env.getValueFrom().getSecretKeyRef() == null)
                        .map(env -> workload.name() + " has " + env.getName() + " in the open"));
    Stream<String> lost =
        all(Secret.class, objects).stream()
            .map(HasMetadata::getMetadata)
            .filter(
                metadata ->
                    !Objects.equals(
                        metadata.getAnnotations().get("helm.sh/resource-policy"), "keep"))
            .map(metadata -> "Secret " + metadata.getName() + " goes at an uninstall");
    return Stream.concat(inTheOpen, lost).toList();
  }

  /** Whatever an object names is there: accounts, ConfigMaps, Secrets, volumes, ports, pods. */
  static List<String> references(List<HasMetadata> objects) {
    Set<String> there =
        objects.stream()
            .map(object -> object.getKind() + " " + object.getMetadata().getName())
            .collect(Collectors.toSet());
    BROUGHT_BY_THE_USER.forEach(name -> there.add("Secret " + name));
    List<String> violations = new ArrayList<>();
    for (Workload workload : workloads(objects)) {
      PodSpec pod = workload.pod();
      Set<String> volumes =
          Stream.concat(workload.claims().stream(), pod.getVolumes().stream().map(Volume::getName))
              .collect(Collectors.toSet());
      Stream.of(
              Stream.of("ServiceAccount " + pod.getServiceAccountName()),
              pod.getVolumes().stream()
                  .map(Volume::getConfigMap)
                  .filter(Objects::nonNull)
                  .map(map -> "ConfigMap " + map.getName()),
              pod.getVolumes().stream()
                  .map(Volume::getSecret)
                  .filter(Objects::nonNull)
                  .map(secret -> "Secret " + secret.getSecretName()),
              containers(pod)
                  .flatMap(container -> container.getEnv().stream())
                  .map(EnvVar::getValueFrom)
                  .filter(Objects::nonNull)
                  .map(source -> "Secret " + source.getSecretKeyRef().getName()),
              containers(pod)
                  .flatMap(container -> container.getEnvFrom().stream())
                  .map(source -> "Secret " + source.getSecretRef().getName()))
          .flatMap(Function.identity())
          .filter(not(there::contains))
          .forEach(name -> violations.add(workload.name() + " names " + name + ", which is not"));
      containers(pod)
          .flatMap(container -> container.getVolumeMounts().stream())
          .map(mount -> mount.getName())
          .filter(not(volumes::contains))
          .forEach(name -> violations.add(workload.name() + " mounts " + name + ", which is not"));
    }
    for (Service service : all(Service.class, objects)) {
      List<Workload> behind =
          workloads(objects).stream()
              .filter(
                  workload ->
                      workload
                          .podLabels()
                          .entrySet()
                          .containsAll(service.getSpec().getSelector().entrySet()))
              .toList();
      String name = service.getMetadata().getName();
      if (behind.size() != 1) {
        violations.add("Service " + name + " has " + behind.size() + " workloads behind it");
      }
      for (Workload workload : behind) {
        Set<String> ports =
            containers(workload.pod())
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getName)
                .collect(Collectors.toSet());
        service.getSpec().getPorts().stream()
            .map(port -> port.getTargetPort().getStrVal())
            .filter(not(ports::contains))
            .forEach(port -> violations.add("Service " + name + " leads to no port: " + port));
      }
    }
    return violations;
  }

  private static List<String> perContainer(
      List<HasMetadata> objects,
      Predicate<Workload> which,
      String sentence,
      Predicate<Container> broken) {
    return workloads(objects).stream()
        .filter(which)
        .flatMap(
            workload ->
                containers(workload.pod())
                    .filter(broken)
                    .map(container -> workload.name() + " " + sentence))
        .toList();
  }

  private static Stream<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
  }

  /** Pairs of a sentence and whether it is true. */
  private static Stream<String> violations(String who, Object... sentences) {
    List<String> violations = new ArrayList<>();
    for (int i = 0; i < sentences.length; i += 2) {
      if (Boolean.TRUE.equals(sentences[i + 1])) {
        violations.add(who + " " + sentences[i]);
      }
    }
    return violations.stream();
  }
}
