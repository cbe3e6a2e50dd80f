package homework.arch.platform.axon;

import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.TrackingEventProcessor;

/**
 * A tracking event processor that never pauses for long after a failure. Axon's own doubles the
 * pause up to a minute: after an outage, accepted orders would wait a minute more than they must.
 */
final class SteadyEventProcessor extends TrackingEventProcessor {

  private static final long LONGEST_PAUSE_MS = 4_000;

  SteadyEventProcessor(Builder builder) {
    super(builder);
  }

  @Override
  protected void doSleepFor(long millisToSleep, AtomicBoolean interruptFlag) {
    super.doSleepFor(Math.min(millisToSleep, LONGEST_PAUSE_MS), interruptFlag);
  }
}
