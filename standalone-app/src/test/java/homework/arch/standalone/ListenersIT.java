package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homework.arch.order.process.OrderSaga;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.util.ReflectionTestUtils;

/** Callers who listen to the states of an order. No order is decided until a test wants it. */
@SpringBootTest(
    classes = StandaloneApp.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "arch.data-folder=target/listeners",
      "arch.start-afresh=true",
      "arch.listener-heartbeat=200ms",
      "arch.decide-within=10m",
      "server.address=127.0.0.1",
      "management.server.port=0"
    })
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class ListenersIT {

  @LocalServerPort private int port;
  @Autowired private EventProcessingConfiguration processing;
  @Autowired private ApplicationContext context;

  private Api api;
  private EventProcessor saga;
  private String userId;

  @BeforeEach
  void nothingIsDecided() {
    api = new Api(() -> URI.create("http://127.0.0.1:" + port));
    userId = api.userWith("10000");
    saga = processing.eventProcessor(OrderSaga.PROCESSOR).orElseThrow();
    saga.shutDown();
  }

  @AfterEach
  void nobodyIsLeft() {
    saga.start();
    await().untilAsserted(() -> assertThat(listeners()).isZero());
  }

  private int listeners() {
    Set<?> open =
        (Set<?>) ReflectionTestUtils.getField(context.getBean("orderListeners"), "listeners");
    return Objects.requireNonNull(open).size();
  }

  private String order() {
    return api.order(userId, "1").expect(201).id("orderId");
  }

  @Test
  void eachStateIsToldAndTheLastOneClosesTheStream() {
    String orderId = order();
    HttpResponse<Stream<String>> stream = api.listen(orderId);
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");

    saga.start();

    assertThat(Api.events(stream)).containsExactly("0 order PENDING", "1 order APPROVED");
    assertThat(Api.events(api.listen(orderId))).containsExactly("1 order APPROVED");
    api.post("/orders/" + orderId + "/cancellation", "{}").expect(202);
    assertThat(Api.events(api.listen(orderId))).containsExactly("2 order CANCELLED");
  }

  @Test
  void theDataAreTheOrderAsItIsRead() {
    String orderId = order();
    saga.start();
    String read = api.decidedOrder(orderId).text();

    assertThat(api.listen(orderId).body()).contains("data:" + read);
  }

  @Test
  void whoComesAgainIsToldWhatHeHasMissed() {
    String orderId = order();
    HttpResponse<Stream<String>> pending = api.listen(orderId, "Last-Event-ID", "0");
    saga.start();
    assertThat(Api.events(pending)).containsExactly("1 order APPROVED");

    assertThat(Api.events(api.listen(orderId, "Last-Event-ID", "0")))
        .containsExactly("1 order APPROVED");
    assertThat(api.listen(orderId, "Last-Event-ID", "1").statusCode()).isEqualTo(204);
    api.post("/orders/" + orderId + "/cancellation", "{}").expect(202);
    assertThat(Api.events(api.listen(orderId, "Last-Event-ID", "1")))
        .containsExactly("2 order CANCELLED");
    assertThat(api.listen(orderId, "Last-Event-ID", "2").statusCode()).isEqualTo(204);
  }

  @Test
  void anUnknownOrderIsAProblem() {
    HttpResponse<Stream<String>> answer = api.listen(UUID.randomUUID().toString());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void aThousandIdleListenersHoldNoThreadEachAndAllAreTold() {
    List<String> orders = IntStream.range(0, 100).mapToObj(i -> order()).toList();
    api.listen(orders.get(0)).body().close();
    await().untilAsserted(() -> assertThat(listeners()).isZero());
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();

    List<HttpResponse<Stream<String>>> streams =
        IntStream.range(0, 1_000).mapToObj(i -> api.listen(orders.get(i % 100))).toList();

    await().untilAsserted(() -> assertThat(listeners()).isEqualTo(1_000));
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threads).isLessThan(30);
    saga.start();
    CompletableFuture<Void> allTold =
        CompletableFuture.runAsync(
            () ->
                assertThat(streams)
                    .allSatisfy(
                        stream ->
                            assertThat(Api.events(stream))
                                .containsExactly("0 order PENDING", "1 order APPROVED")));
    assertThat(allTold).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void whoDoesNotReadHoldsUpNobodyElse() throws IOException {
    String orderId = order();
    List<Socket> deaf = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        deaf.add(silent(orderId));
      }
      await().untilAsserted(() -> assertThat(listeners()).isEqualTo(50));
      HttpResponse<Stream<String>> stream = api.listen(orderId);

      saga.start();

      CompletableFuture<List<String>> told =
          CompletableFuture.supplyAsync(() -> Api.events(stream));
      assertThat(told)
          .succeedsWithin(Duration.ofSeconds(5))
          .isEqualTo(List.of("0 order PENDING", "1 order APPROVED"));
    } finally {
      for (Socket socket : deaf) {
        socket.close();
      }
    }
  }

  @Test
  void whoHasHungUpIsNoticedAndNoFaultOfOurs(CapturedOutput output) throws IOException {
    String orderId = order();
    List<Socket> gone = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      gone.add(silent(orderId));
    }
    await().untilAsserted(() -> assertThat(listeners()).isEqualTo(20));

    for (Socket socket : gone) {
      socket.close();
    }

    await().untilAsserted(() -> assertThat(listeners()).isZero());
    assertThat(output).doesNotContain("ERROR").doesNotContain("WARN");
  }

  /** Asks, and never reads an answer. */
  private Socket silent(String orderId) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            "GET /orders/%s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                .formatted(orderId)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
