package homework.arch.standalone;

import homework.arch.notification.process.Outbox;
import homework.arch.order.process.WhenOrderIsOverdueThenReject;
import homework.arch.platform.deadletters.DeadLetterTable;
import homework.arch.platform.deadletters.DeadLetters;
import homework.arch.platform.processors.EventProcessors;
import homework.arch.platform.processors.ProcessorMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/**
 * What was under way when the last application stopped, or was killed. It is finished by the event
 * processors, the retries and the delivery of mail of this process, which run already.
 */
record UnfinishedWork(
    EventStore eventStore,
    List<EventProcessors> services,
    ProcessorMetrics metrics,
    DeadLetters deadLetters,
    WhenOrderIsOverdueThenReject overdue,
    @Nullable Outbox outbox,
    Clock clock) {

  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MS = 250;

  /**
   * How often in turn nothing may be found: a command may be between the one and the other, and the
   * lag is measured each second.
   */
  private static final int ROUNDS = 8;

  /** Waits until nothing is under way, but not for ever: what is left, the audit tells. */
  void finish() throws InterruptedException {
    Instant end = clock.instant().plus(AT_MOST);
    TrackingToken before = null;
    for (int rounds = 0; rounds < ROUNDS && clock.instant().isBefore(end); ) {
      TrackingToken head = eventStore.createHeadToken();
      boolean isDone =
          Objects.equals(head, before) && allHaveCaughtUp() && !isRetrying() && !isDue();
      rounds = isDone ? rounds + 1 : 0;
      before = head;
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
  }

  private boolean allHaveCaughtUp() {
    return services.stream()
        .flatMap(service -> service.names().stream())
        .allMatch(name -> Objects.equals(metrics.lag(name), 0L));
  }

  private boolean isRetrying() {
    return deadLetters.counts().stream()
        .anyMatch(count -> count.state() == DeadLetterTable.State.RETRYING && count.count() > 0);
  }

  private boolean isDue() {
    return overdue.isAnyOverdue() || (outbox != null && outbox.isAnyUnderWay());
  }
}
