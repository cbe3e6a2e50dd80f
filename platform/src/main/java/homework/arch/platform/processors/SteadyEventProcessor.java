package homework.arch.platform.processors;

import homework.arch.platform.deadletters.Batches;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackingEventProcessor;

/**
 * A tracking event processor that pauses as its {@link Batches} say: hardly at all while it looks
 * for an event that fails, and never for long. Axon's own doubles the pause up to a minute: after
 * an outage, accepted orders would wait a minute more than they must.
 */
final class SteadyEventProcessor extends TrackingEventProcessor {

  private final Batches batches;

  SteadyEventProcessor(Builder builder, Batches batches) {
    super(builder);
    this.batches = batches;
  }

  /** After a failure. */
  @Override
  protected void doSleepFor(long millisToSleep) {
    if (!isRunning()) {
      return; // Stopped before it had opened its stream, which Axon takes for a failure.
    }
    Throwable failure =
        processingStatus().values().stream()
            .map(EventTrackerStatus::getError)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    super.doSleepFor(batches.pauseAfter(failure, millisToSleep));
  }

  /** Between two looks for segments. */
  @Override
  protected void doSleepFor(long millisToSleep, AtomicBoolean interruptFlag) {
    super.doSleepFor(Math.min(millisToSleep, Batches.LONGEST_PAUSE_MS), interruptFlag);
  }
}
