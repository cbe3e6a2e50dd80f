package homework.arch.order.projection;

import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many sagas began and ended, how, and after what time. Times are those of the events, so it
 * does not matter when this processor comes to them. What it counts is counted when its batch is
 * committed: once over all processes, which share the processor.
 *
 * <p>When an order was placed is remembered in memory. An order that another process has seen
 * placed is counted, and its time is not measured.
 */
@Component
@DisallowReplay
@ProcessingGroup(TimelineProjection.PROCESSOR)
class OrderMetrics {

  /**
   * An order is forgotten when it has its mail; those that never get one must not fill the memory.
   */
  private static final int REMEMBERED = 20_000;

  private static final String OUTCOME = "outcome";

  private final Map<UUID, Instant> placedAt =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Instant> eldest) {
              return size() > REMEMBERED;
            }
          });

  private final Counter started;
  private final Map<NotificationKind, Counter> finished;

  /** Not of cancellations: that time is the user's own, who took an order back. */
  private final Map<NotificationKind, Timer> mailed;

  private final Timer approved;
  private final Map<RejectionReason, Timer> rejected;
  private final Counter refunded;
  private final Counter voided;
  private final MeterRegistry meters;

  /** All meters are there from the start: the first event of a kind must be seen as an increase. */
  OrderMetrics(MeterRegistry meters) {
    this.meters = meters;
    started =
        Counter.builder("arch.saga.started")
            .description("Orders that were placed")
            .register(meters);
    finished =
        Map.of(
            NotificationKind.ORDER_APPROVED, finished("approved"),
            NotificationKind.ORDER_REJECTED, finished("rejected"),
            NotificationKind.ORDER_CANCELLED, finished("cancelled"));
    mailed =
        Map.of(
            NotificationKind.ORDER_APPROVED, mailed("approved"),
            NotificationKind.ORDER_REJECTED, mailed("rejected"));
    approved = decided("approved", "none");
    rejected =
        Arrays.stream(RejectionReason.values())
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    reason -> decided("rejected", reason.name().toLowerCase(Locale.ROOT))));
    refunded = compensations("refunded");
    voided = compensations("voided");
  }

  private Counter finished(String outcome) {
    return Counter.builder("arch.saga.finished")
        .description("Outcomes of orders whose mail is written")
        .tag(OUTCOME, outcome)
        .register(meters);
  }

  private Counter compensations(String outcome) {
    return Counter.builder("arch.saga.compensations")
        .description("Payments that were taken back, or called off before anything was taken")
        .tag(OUTCOME, outcome)
        .register(meters);
  }

  private Timer mailed(String outcome) {
    return timer("arch.order.mailed", "From the placing of an order to its mail")
        .tag(OUTCOME, outcome)
        .register(meters);
  }

  private Timer decided(String outcome, String reason) {
    return timer("arch.order.decided", "From the placing of an order to its decision")
        .tags(OUTCOME, outcome, "reason", reason)
        .register(meters);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));
  }

  @EventHandler
  void on(OrderPlaced event) {
    placedAt.put(event.orderId(), event.placedAt());
    onceCommitted(started::increment);
  }

  @EventHandler
  void on(OrderApproved event) {
    measure(event.orderId(), event.approvedAt(), approved);
  }

  @EventHandler
  void on(OrderRejected event) {
    measure(event.orderId(), event.rejectedAt(), rejected.get(event.reason()));
  }

  @EventHandler
  void on(NotificationSent event) {
    UUID orderId = event.orderId();
    Counter outcome = finished.get(event.kind());
    if (orderId != null && outcome != null) {
      measure(orderId, event.createdAt(), mailed.get(event.kind()));
      onceCommitted(
          () -> {
            outcome.increment();
            placedAt.remove(orderId);
          });
    }
  }

  @EventHandler
  void on(PaymentRefunded event) {
    onceCommitted(refunded::increment);
  }

  @EventHandler
  void on(PaymentVoided event) {
    onceCommitted(voided::increment);
  }

  /**
   * @param timer none if it is not measured
   */
  private void measure(UUID orderId, Instant at, @Nullable Timer timer) {
    Instant begin = placedAt.get(orderId);
    if (begin != null && timer != null) {
      onceCommitted(() -> timer.record(Duration.between(begin, at)));
    }
  }

  /** A batch that fails comes again. Of one that is committed the last event is counted first. */
  private static void onceCommitted(Runnable counting) {
    CurrentUnitOfWork.get().afterCommit(batch -> counting.run());
  }
}
