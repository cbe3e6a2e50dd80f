package homework.arch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final byte[] REQUEST = new Callers(List.of("anna")).orders().get();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void callersWhoPushAskAgainAtOnceAndEachAnswerIsCounted() {
    server.createContext(
        "/orders",
        exchange -> answer(exchange, asked.incrementAndGet() % 4 == 0 ? 503 : 201, "APPROVED"));

    Load load = Load.push(server.getAddress(), 8, () -> REQUEST);
    Pause.millis(500);
    Load.Outcome outcome = load.stop();

    assertThat(outcome.asked()).isEqualTo(asked.get()).isGreaterThan(16);
    assertThat(outcome.answers()).containsOnlyKeys(201, 503);
    assertThat(outcome.answers().get(503)).isEqualTo(asked.get() / 4);
    assertThat(outcome.nanos()).hasSize(outcome.accepted()).isSorted();
    assertThat(outcome.unanswered()).isZero();
    assertThat(outcome.odd()).isZero();
  }

  @Test
  void theTimeOfAnOrderRunsFromWhenItWasDueHoweverLongTheServerStoodStill() {
    long begin = System.nanoTime();
    server.createContext(
        "/orders",
        exchange -> {
          // It stands still for half a second; all that is due meanwhile comes late.
          long left = 500 - (System.nanoTime() - begin) / 1_000_000;
          Pause.millis((int) Math.max(0, left));
          answer(exchange, 201, "APPROVED");
        });

    long[] eachTenMillis = new long[40];
    Arrays.setAll(eachTenMillis, i -> i * 10_000_000L);
    Load.Outcome outcome = Load.arrive(server.getAddress(), eachTenMillis, () -> REQUEST);

    assertThat(outcome.accepted()).isEqualTo(40);
    // Due at 50 to 440 ms, answered at 500: half of them have waited for a quarter of a second.
    assertThat(outcome.millis(0.5)).isBetween(150.0, 2000.0);
    assertThat(outcome.millis(1)).isGreaterThan(350.0);
  }

  @Test
  void anOrderThatIsStillPendingIsNotDecided() {
    server.createContext("/orders", exchange -> answer(exchange, 201, "PENDING"));

    Load.Outcome outcome = Load.arrive(server.getAddress(), new long[] {0, 1000}, () -> REQUEST);

    assertThat(outcome.accepted()).isEqualTo(2);
    assertThat(outcome.nanos()).isEmpty();
  }

  @Test
  void aServerThatHangsUpAfterEachAnswerIsConnectedToAnew() {
    server.createContext(
        "/orders",
        exchange -> {
          exchange.getResponseHeaders().set("Connection", "close");
          answer(exchange, 201, "APPROVED");
        });

    Load.Outcome outcome =
        Load.arrive(server.getAddress(), Load.poisson(200, 0.5, 1), () -> REQUEST);

    assertThat(outcome.answers()).isEqualTo(Map.of(201, outcome.asked()));
  }

  @Test
  void arrivalsAreTheSameInEachRunAndAsManyAsWereAskedFor() {
    assertThat(Load.poisson(100, 10, 7)).isEqualTo(Load.poisson(100, 10, 7)).isSorted();
    assertThat(Load.poisson(100, 100, 7).length).isBetween(9_500, 10_500);
  }

  /** In chunks, as Spring does. */
  private static void answer(HttpExchange exchange, int status, String state) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write("{\"status\":\"%s\"}".formatted(state).getBytes(StandardCharsets.UTF_8));
    }
  }
}
