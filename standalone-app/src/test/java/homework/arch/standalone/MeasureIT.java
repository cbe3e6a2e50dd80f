package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast it is: the time that an order takes when there is nothing else to do, and how many are
 * decided a second when there is more to do than can be done. {@code mvn verify -Pmeasure}; what it
 * has given is in docs/measurements.md.
 */
@Tag("measurement")
class MeasureIT {

  private static final int CALLERS = 32;
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration MEASURED = Duration.ofSeconds(30);
  private static final int SINGLE_ORDERS = 300;

  /** As the images have it. */
  private static final List<String> JVM = List.of("-XX:+UseParallelGC", "-Xmx1g");

  private static final List<String> TABLE = new ArrayList<>();
  private static final String ROW = "| %s | %s | %s | %s | %s |";

  @TempDir private Path folder;

  @AfterAll
  @SuppressWarnings("SystemOut") // it is the result
  static void printTable() {
    System.out.println(ROW.formatted("what", "orders a second", "median", "95 %", "99 %"));
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    TABLE.forEach(System.out::println);
  }

  @Test
  void standalone() throws Exception {
    try (AppProcess app = AppProcess.launch(AppProcess.STANDALONE, folder, Map.of(), JVM)) {
      app.awaitReady();
      measure("standalone", new Api(app::url));
    }
  }

  @Test
  void fourServices() throws Exception {
    String axonServer = AxonServer.addressOrLeaveOut("measuring the four services");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("database"));
        FourServices services = new FourServices(folder, database, axonServer).launchAll(JVM)) {
      services.forEach(service -> service.awaitReady().awaitCaughtUp());
      measure("four services", services.api());
    }
  }

  private static void measure(String topology, Api api) throws Exception {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      users.add(api.userWith("1000000"));
    }
    atOnce(users, WARM_UP, api);
    Instant begin = Instant.now();
    List<Long> decided = atOnce(users, MEASURED, api);
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    row(
        topology + ", " + CALLERS + " callers that wait for the decision",
        "%.0f".formatted(decided.size() / seconds),
        decided);

    String userId = users.get(0);
    List<Long> answered = new ArrayList<>();
    List<Long> waited = new ArrayList<>();
    List<Long> mailed = new ArrayList<>();
    for (int i = 0; i < SINGLE_ORDERS; i++) {
      waited.add(nanos(() -> approved(api, userId)));
      mailed.add(untilTheMail(api, approved(api, userId)));
    }
    for (int i = 0; i < SINGLE_ORDERS; i++) {
      answered.add(nanos(() -> placed(api, userId)));
    }
    row(topology + ", one order: until `POST /orders` answers", "", answered);
    row(topology + ", one order: until it is decided", "", waited);
    row(topology + ", one order: from placing it until the mail is kept", "", mailed);
  }

  private static List<Long> atOnce(List<String> users, Duration duration, Api api)
      throws Exception {
    Instant end = Instant.now().plus(duration);
    ExecutorService callers = Executors.newFixedThreadPool(users.size());
    List<Future<List<Long>>> running = new ArrayList<>();
    for (String userId : users) {
      running.add(
          callers.submit(
              () -> {
                List<Long> nanos = new ArrayList<>();
                while (Instant.now().isBefore(end)) {
                  nanos.add(nanos(() -> approved(api, userId)));
                }
                return nanos;
              }));
    }
    callers.shutdown();
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> caller : running) {
      all.addAll(caller.get());
    }
    return all;
  }

  private static String placed(Api api, String userId) {
    return api.order(userId, "0.01").expect(201).id("orderId");
  }

  /** The order's id, when it is decided. */
  private static String approved(Api api, String userId) {
    Api.Answer order = api.order(userId, "0.01", "Prefer", "wait=30").expect(201);
    assertThat(order.id("status")).isEqualTo("APPROVED");
    return order.id("orderId");
  }

  /** By the instants that the services give. */
  private static long untilTheMail(Api api, String orderId) {
    Instant placed = Instant.parse(api.get("/orders/" + orderId).id("placedAt"));
    Instant kept = Instant.parse(api.letterAbout(orderId).get("createdAt").asString());
    return Duration.between(placed, kept).toNanos();
  }

  private static long nanos(Callable<?> action) throws Exception {
    long begin = System.nanoTime();
    action.call();
    return System.nanoTime() - begin;
  }

  private static void row(String what, String rate, List<Long> nanos) {
    assertThat(nanos).isNotEmpty();
    List<Long> sorted = nanos.stream().sorted().toList();
    TABLE.add(ROW.formatted(what, rate, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99)));
  }

  private static String at(List<Long> sorted, double share) {
    return "%.1f ms".formatted(sorted.get((int) (share * (sorted.size() - 1))) / 1e6);
  }
}
