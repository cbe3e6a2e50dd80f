package homework.arch.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The four services as processes of their own, which speak through an Axon Server. */
final class Services {

  static final String FIGURE = "services: four, through Axon Server";

  private static final List<String> NAMES =
      List.of("user-app", "billing-app", "order-app", "notification-app");

  private Services() {}

  /** Each with a database of its own on the server that is there already. */
  static Target start(Postgres postgres, Path folder, Options options) {
    Map<String, App> apps = new HashMap<>();
    for (String name : NAMES) {
      postgres.createDatabase(name);
      apps.put(
          name,
          App.launch(
              name,
              folder.resolve(name),
              options,
              List.of("-jar", options.root().resolve(name + "/target/" + name + ".jar").toString()),
              Map.of(
                  "SPRING_DATASOURCE_URL", postgres.url(name),
                  "SPRING_DATASOURCE_USERNAME", Postgres.USER,
                  "AXON_AXONSERVER_SERVERS", options.axonServer())));
    }
    try {
      apps.values().forEach(App::awaitReady);
    } catch (RuntimeException e) {
      apps.values().forEach(App::close);
      throw e;
    }
    return new Target(
        "four services",
        Objects.requireNonNull(apps.get("user-app")),
        Objects.requireNonNull(apps.get("billing-app")),
        Objects.requireNonNull(apps.get("order-app")),
        List.copyOf(apps.values()),
        postgres,
        new Ledger(postgres.connect("order-app"), postgres.connect("notification-app")));
  }
}
