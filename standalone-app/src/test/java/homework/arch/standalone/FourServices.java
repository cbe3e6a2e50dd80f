package homework.arch.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The four applications as processes of their own, each with its own database. */
final class FourServices implements AutoCloseable {

  /** The service, and the paths that are its own, as a reverse proxy routes them. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "users", "user-app",
          "accounts", "billing-app",
          "orders", "order-app",
          "notifications", "notification-app");

  private final Path folder;
  private final EmbeddedDatabase database;
  private final String axonServer;
  private final Map<String, String> settings;
  private final Map<String, AppProcess> processes = new LinkedHashMap<>();

  /**
   * @param axonServer host and port
   */
  FourServices(Path folder, EmbeddedDatabase database, String axonServer) {
    this(folder, database, axonServer, Map.of());
  }

  /**
   * @param settings of all of them
   */
  FourServices(
      Path folder, EmbeddedDatabase database, String axonServer, Map<String, String> settings) {
    this.settings = settings;
    this.folder = folder;
    this.database = database;
    this.axonServer = axonServer;
    createDatabases();
  }

  private void createDatabases() {
    for (String service : SERVICES.values()) {
      TestDatabase.jdbc(database).execute("create database \"%s\"".formatted(service));
    }
  }

  /** Starts one and returns at once. */
  AppProcess launch(String service) {
    AppProcess process = process(service);
    processes.put(service, process);
    return process;
  }

  /** Starts one more beside the one that runs, which stays the one that callers ask. */
  AppProcess launchReplica(String service) {
    return process(service);
  }

  private AppProcess process(String service) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put(
        "SPRING_DATASOURCE_URL", database.getJdbcUrl().replaceFirst("/[^/]*$", "/" + service));
    environment.put("SPRING_DATASOURCE_USERNAME", database.getUsername());
    environment.put("AXON_AXONSERVER_SERVERS", axonServer);
    return AppProcess.launch(service, folder, environment);
  }

  /** Starts all and returns at once. */
  FourServices launchAll() {
    SERVICES.values().forEach(this::launch);
    return this;
  }

  AppProcess get(String service) {
    return Objects.requireNonNull(processes.get(service), service);
  }

  void forEach(Consumer<AppProcess> action) {
    processes.values().forEach(action);
  }

  /** The four as one API. */
  Api api() {
    return new Api(this::origin);
  }

  private URI origin(String path) {
    return get(Objects.requireNonNull(SERVICES.get(path.split("[/?]", 3)[1]), path)).url();
  }

  @Override
  public void close() {
    List.copyOf(processes.values()).forEach(AppProcess::close);
  }
}
