package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.testing.ScriptedMailServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The traces that a collector gets, and what happens when there is none. */
class SpansIT {

  private static final String AWAY = "The collector takes no traces";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4735";
  private static final String SPAN = "00f067aa0ba902b7";

  @TempDir private Path folder;

  private final int port = AppProcess.freePort();
  private final Map<String, String> settings = new HashMap<>(TraceCollector.settings(port));
  private final ScriptedMailServer mail = ScriptedMailServer.start();

  @BeforeEach
  void handMailOver() {
    settings.putAll(AppProcess.mailTo(mail.port()));
  }

  @AfterEach
  void stopMailServer() {
    mail.close();
  }

  @Test
  void anOrderIsOneTraceFromTheRequestToTheMailAndItsLinesNameIt() {
    settings.put("LOGGING_LEVEL_HOMEWORK_ARCH", "DEBUG");
    settings.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
    try (TraceCollector collector = TraceCollector.start(port);
        AppProcess app = AppProcess.start(folder, settings)) {
      String orderId =
          new TracedOrder(new Api(app::url), collector)
              .expectAllSpans(service -> AppProcess.STANDALONE);
      assertThat(
              app.output()
                  .lines()
                  .filter(line -> line.startsWith("{")) // not the welcome
                  .map(new JsonMapper()::readTree))
          .as("the log is JSON, and of each step it names the order and the trace")
          .filteredOn(line -> orderId.equals(line.path("orderId").asString("")))
          .allSatisfy(
              line -> assertThat(line.get("traceId").asString()).isEqualTo(TracedOrder.TRACE))
          .extracting((JsonNode line) -> line.get("message").asString())
          .contains(
              "PlaceOrder", "DebitAccount", "ApproveOrder", "NotificationSent", "DeliverMail");
      expectNothingThatACallerTyped(new Api(app::url), collector);
    }
  }

  private static void expectNothingThatACallerTyped(Api api, TraceCollector collector) {
    api.get("/users/anna@example.org", "traceparent", "00-%s-%s-01".formatted(TRACE, SPAN))
        .expect(400);
    assertThat(
            Awaitility.await()
                .until(() -> collector.spansOf(TRACE), spans -> !spans.isEmpty())
                .toString())
        .contains("/users/{userId}")
        .doesNotContain("anna");
  }

  /** It loses traces, and nothing else, and says so once. */
  @Test
  void ordersAreDecidedWhileTheCollectorIsAway() {
    try (AppProcess app = AppProcess.start(folder, settings)) {
      Api api = new Api(app::url);
      OrderStory.Ending ending = new OrderStory(api).play();
      app.awaitOutput(AWAY);
      try (TraceCollector collector = TraceCollector.start(port)) {
        new TracedOrder(api, collector).expectAllSpans(service -> AppProcess.STANDALONE);
        Awaitility.await()
            .untilAsserted(
                () -> assertThat(app.output()).contains("The collector takes traces again"));
        new OrderStory(api).expectAllIsThere(ending);
        assertThat(app.output()).containsOnlyOnce(AWAY).doesNotContain("ERROR");
      }
    }
  }
}
