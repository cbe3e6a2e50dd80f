package homework.arch.deployment;

import homework.arch.deployment.ComposeFile.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What each service of compose.yaml must be. */
final class ComposeRules {

  private static final Pattern PINNED = Pattern.compile("v?\\d+(\\.\\d+)+(-[a-z0-9.-]+)?");
  private static final List<String> MANAGEMENT = List.of("9080", "9081", "9082", "9083", "9084");

  private ComposeRules() {}

  /** Says what is wrong, in a sentence for each. */
  static List<String> broken(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    file.services()
        .forEach(
            (name, service) -> {
              List<String> own = new ArrayList<>();
              check(name, service, own);
              own.forEach(sentence -> broken.add(name + " " + sentence));
            });
    return broken;
  }

  private static void check(String name, Service service, List<String> broken) {
    if (!PINNED.matcher(service.tag()).matches()) {
      broken.add("is not pinned: " + service.text("image"));
    }
    for (String port : service.list("ports")) {
      if (!port.startsWith("127.0.0.1:")) {
        broken.add("is open to the network: " + port);
      }
      if (MANAGEMENT.contains(port.substring(port.lastIndexOf(':') + 1))) {
        broken.add("publishes its management port: " + port);
      }
    }
    if (!service.list("security_opt").contains("no-new-privileges:true")) {
      broken.add("may gain privileges");
    }
    if (!service.has("mem_limit")) {
      broken.add("may take all memory");
    }
    if (!service.text("restart").equals("unless-stopped")) {
      broken.add("is not started again");
    }
    if (!service.has("healthcheck")) {
      broken.add("has no health check");
    }
    // Keycloak, started for development, builds itself anew; Axon Server's image runs as root, and
    // is
    // not known to work with less.
    if (!name.equals("axonserver")) {
      if (!name.equals("keycloak") && !service.text("read_only").equals("true")) {
        broken.add("can write to its own files");
      }
      if (!service.list("cap_drop").contains("ALL")) {
        broken.add("keeps capabilities");
      }
    }
  }
}
