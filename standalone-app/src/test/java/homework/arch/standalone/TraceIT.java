package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** All that is logged about one order names the order and its trace. */
class TraceIT extends InOneJvm {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final Logger logger = (Logger) LoggerFactory.getLogger("homework.arch");
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stop() {
    logger.setLevel(null);
    logger.detachAppender(lines);
  }

  @Test
  void theLinesOfAnOrderNameItAndTheTraceOfItsCaller() {
    String userId = api().userWith("10");
    String orderId = api().order(userId, "7", "traceparent", TRACEPARENT).expect(201).id("orderId");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                lines.about(orderId, TRACE).contains("notification-projection: NotificationSent"));
    assertThat(lines.about(orderId, TRACE))
        .anyMatch(line -> line.matches("http-.*: PlaceOrder"))
        .contains(
            "order-saga: OrderPlaced",
            "order-saga: DebitAccount",
            "account-projection: AccountDebited",
            "order-saga: AccountDebited",
            "order-saga: ApproveOrder",
            "order-saga: OrderApproved",
            "order-saga: SendNotification",
            "notification-projection: NotificationSent");
  }

  /** Keeps what was logged, and by which part. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {

    record Line(String orderId, String traceId, String text) {}

    final Queue<Line> all = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String part = event.getThreadName().replaceAll("^EventProcessor\\[|\\W*\\d+$", "");
      all.add(
          new Line(
              event.getMDCPropertyMap().getOrDefault("orderId", ""),
              event.getMDCPropertyMap().getOrDefault("traceId", ""),
              part + ": " + event.getFormattedMessage()));
    }

    List<String> about(String orderId, String traceId) {
      return all.stream()
          .filter(line -> line.orderId().equals(orderId) && line.traceId().equals(traceId))
          .map(Line::text)
          .toList();
    }
  }
}
