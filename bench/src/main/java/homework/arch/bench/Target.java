package homework.arch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The system under load, in one process or in four. */
record Target(
    String name,
    App users,
    App accounts,
    App orders,
    List<App> all,
    Postgres postgres,
    Ledger ledger)
    implements AutoCloseable {

  static Target standalone(App app, Postgres postgres) {
    Ledger ledger =
        new Ledger(postgres.connect(Postgres.APPLICATION), postgres.connect(Postgres.APPLICATION));
    return new Target("standalone", app, app, app, List.of(app), postgres, ledger);
  }

  /**
   * Starts the four services as processes of their own, which speak through an Axon Server, each
   * with a database of its own on the server that is there already.
   */
  static Target services(Postgres postgres, Path folder, Options options) throws IOException {
    List<App> apps = new ArrayList<>();
    for (String name : List.of("user-app", "billing-app", "order-app", "notification-app")) {
      postgres.createDatabase(name);
      Map<String, String> settings = new HashMap<>(postgres.settings(name));
      settings.put("AXON_AXONSERVER_SERVERS", options.axonServer());
      Path jar = Path.of(name, "target", name + ".jar").toAbsolutePath();
      apps.add(App.launch(name, folder.resolve(name), options, settings, jar));
    }
    Ledger ledger = new Ledger(postgres.connect("order-app"), postgres.connect("notification-app"));
    return new Target(
        "four services", apps.get(0), apps.get(1), apps.get(2), apps, postgres, ledger);
  }

  double cpu() {
    return all.stream().mapToDouble(app -> Usage.cpu(app.pid())).sum();
  }

  double memory() {
    return all.stream().mapToDouble(app -> Usage.memory(app.pid())).sum();
  }

  @Override
  public void close() {
    all.forEach(App::close);
  }
}
