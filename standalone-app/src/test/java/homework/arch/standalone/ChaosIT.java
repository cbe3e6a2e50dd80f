package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is killed, frozen, cut or sent twice while callers are at work: each caller gets one
 * answer, nothing hangs, and the audit finds the money right. The first test is part of every
 * build; the others are {@code mvn verify -Pchaos}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosIT {

  private static final ChaosTable TABLE = new ChaosTable();

  @TempDir private Path folder;
  private EmbeddedDatabase database;
  private Wire wire;
  private final List<AppProcess> apps = new ArrayList<>();

  @BeforeEach
  void startDatabase() {
    database = TestDatabase.start(folder);
    wire = Wire.to(database);
    wire.mend();
  }

  @AfterEach
  void stopAll() {
    apps.forEach(AppProcess::close);
    wire.close();
    database.close();
  }

  @AfterAll
  static void printTable() {
    TABLE.print();
  }

  private String hostAndPort() {
    return database.getJdbcUrl().replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1");
  }

  private String urlByWire() {
    return database.getJdbcUrl().replace(hostAndPort(), wire.address());
  }

  private AppProcess launch(String... more) {
    Map<String, String> environment = new HashMap<>(TestDatabase.settings(database));
    environment.put("SPRING_DATASOURCE_URL", urlByWire());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    AppProcess app = AppProcess.launch(folder, environment);
    apps.add(app);
    return app;
  }

  /** Lets callers work, does it, and adds up. */
  private void under(String what, Api api, Mischief mischief) throws Exception {
    Clients clients = new Clients(api).start();
    pause(Duration.ofSeconds(3));
    mischief.happen();
    pause(Duration.ofSeconds(3));
    Clients.Result result = clients.stop();
    AuditProcess audit = AuditProcess.run(folder, TestDatabase.settings(database));
    TABLE.add(what, result, audit.exitCode() == 0);
    assertThat(audit.exitCode()).as(audit.report() + audit.log()).isZero();
  }

  private interface Mischief {
    void happen() throws Exception;
  }

  private static void pause(Duration duration) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(duration.toMillis());
  }

  @Test
  @Order(1)
  void killedOnceAndCutOffFromItsDatabaseOnce() throws Exception {
    AppProcess[] app = {launch().awaitReady()};
    under(
        "killed with -9, and cut off from its database",
        new Api(() -> app[0].url()),
        () -> {
          app[0].kill();
          app[0] = launch().awaitReady();
          wire.cut();
          pause(Duration.ofSeconds(3));
          wire.mend();
          app[0].awaitReady();
        });
  }

  @Test
  @Order(2)
  @Tag("chaos")
  void killedTenTimes() throws Exception {
    AppProcess[] app = {launch().awaitReady()};
    under(
        "killed with -9, ten times",
        new Api(() -> app[0].url()),
        () -> {
          for (int i = 0; i < 10; i++) {
            app[0].kill();
            app[0] = launch().awaitReady();
            pause(Duration.ofSeconds(1));
          }
        });
  }

  @Test
  @Order(3)
  @Tag("chaos")
  void oneOfTwoReplicasKilledThenTheOtherFrozenForLongerThanItsClaims() throws Exception {
    AppProcess[] both = {launch(), launch()};
    both[0].awaitReady();
    both[1].awaitReady();
    AtomicInteger turn = new AtomicInteger();
    under(
        "one of two replicas killed, the other frozen for 12 s",
        new Api(() -> both[turn.getAndIncrement() % 2].url()),
        () -> {
          both[0].kill();
          pause(Duration.ofSeconds(10));
          both[0] = launch().awaitReady();
          both[1].freeze();
          pause(Duration.ofSeconds(12));
          both[1].goOn();
        });
  }

  @Test
  @Order(4)
  @Tag("chaos")
  void postgresKilledAndBroughtBack() throws Exception {
    AppProcess app = launch().awaitReady();
    under(
        "PostgreSQL killed with -9, and brought back",
        new Api(app::url),
        () -> {
          int port = Integer.parseInt(hostAndPort().replaceFirst(".*:", ""));
          ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
          server.destroyForcibly();
          server.onExit().get(20, TimeUnit.SECONDS);
          pause(Duration.ofSeconds(5));
          database.close();
          database = EmbeddedDatabase.start(folder.resolve("database"), false, () -> port);
          app.awaitReady();
        });
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("database/data/postmaster.pid")).get(0).strip());
  }

  @Test
  @Order(5)
  @Tag("chaos")
  void postgresTakesNoConnectionsAndWritesNothing() throws Exception {
    AppProcess app = launch().awaitReady();
    under(
        "PostgreSQL refuses connections, then every write",
        new Api(app::url),
        () -> {
          sql("alter database arch_axon with allow_connections false", "postgres");
          endSessions();
          pause(Duration.ofSeconds(5));
          sql("alter database arch_axon with allow_connections true", "postgres");
          app.awaitReady();
          sql("alter database arch_axon set default_transaction_read_only = on", "postgres");
          endSessions();
          pause(Duration.ofSeconds(5));
          sql("alter database arch_axon set default_transaction_read_only = off", "postgres");
          endSessions();
          app.awaitReady();
        });
  }

  private void endSessions() {
    sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'arch_axon'",
        "postgres");
  }

  @Test
  @Order(6)
  @Tag("chaos")
  void everyEventComesAgain() throws Exception {
    AppProcess[] app = {launch().awaitReady()};
    under(
        "all events delivered again, to sagas and automations too",
        new Api(() -> app[0].url()),
        () -> {
          app[0].kill();
          for (String schema : List.of("users", "billing", "orders", "notifications")) {
            sql("delete from " + schema + ".token", "arch_axon");
          }
          app[0] = launch().awaitReady();
        });
  }

  @Test
  @Order(7)
  @Tag("chaos")
  void stoppedUntilLongAfterTheDeadlines() throws Exception {
    AppProcess[] app = {launch("ARCH_DECIDE_WITHIN", "2s").awaitReady()};
    under(
        "stopped in the middle until all deadlines were over",
        new Api(() -> app[0].url()),
        () -> {
          app[0].kill();
          pause(Duration.ofSeconds(5));
          app[0] = launch("ARCH_DECIDE_WITHIN", "2s").awaitReady();
        });
  }

  /**
   * The replica that runs the saga is frozen in the middle of a batch, or the other is: one each.
   */
  @Test
  @Order(8)
  @Tag("chaos")
  void tenThousandOrdersOnOneAccountThroughTwoReplicasEachFrozenOnce() throws Exception {
    AppProcess[] both = {launch(), launch()};
    both[0].awaitReady();
    both[1].awaitReady();
    AtomicInteger turn = new AtomicInteger();
    Api api = new Api(() -> both[turn.getAndIncrement() % 2].url());
    under(
        "10,000 orders on one account through two replicas, each frozen for 12 s",
        api,
        () -> {
          String userId = api.userWith("5000");
          AtomicInteger left = new AtomicInteger(10_000);
          ExecutorService callers = Executors.newFixedThreadPool(16);
          List<Future<?>> ends = new ArrayList<>();
          for (int i = 0; i < 16; i++) {
            ends.add(
                callers.submit(
                    () -> {
                      while (left.getAndDecrement() > 0) {
                        placed(api, userId);
                      }
                    }));
          }
          for (AppProcess app : both) {
            pause(Duration.ofSeconds(2));
            app.freeze();
            pause(Duration.ofSeconds(12));
            app.goOn();
          }
          for (Future<?> end : ends) {
            end.get(5, TimeUnit.MINUTES);
          }
          callers.shutdown();
          Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> undecidedOf(userId) == 0);
          assertThat(count("select count(*) from orders.order_view where user_id = '%s'", userId))
              .isEqualTo(10_000);
        });
  }

  private static void placed(Api api, String userId) {
    String key = UUID.randomUUID().toString();
    int status = 0;
    while (status != 201) {
      try {
        status = api.post("/orders", Api.orderOf(userId, "1"), "Idempotency-Key", key).status();
      } catch (UncheckedIOException e) {
        // He was frozen for too long; the other may be asked.
      }
    }
  }

  private long undecidedOf(String userId) {
    return count(
        "select count(*) from orders.order_view where status = 'PENDING' and user_id = '%s'",
        userId);
  }

  private long count(String query, String userId) {
    return Objects.requireNonNull(
        TestDatabase.jdbc(database).queryForObject(query.formatted(userId), Long.class));
  }

  private void sql(String statement, String name) {
    TestDatabase.jdbc(database.getJdbcUrl().replaceFirst("/[^/]*$", "/" + name)).execute(statement);
  }
}
