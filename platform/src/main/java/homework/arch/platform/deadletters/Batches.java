package homework.arch.platform.deadletters;

import homework.arch.platform.axon.Cause;
import homework.arch.platform.axon.Conflict;
import homework.arch.platform.axon.Unavailable;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many events an event processor takes at once. After a failure it takes half as many, down to
 * one: so it finds the event that fails, also where only the commit of the batch fails, and goes on
 * in big batches. A conflict with a busy caller becomes less likely in the same way.
 */
public final class Batches {

  private static final Logger log = LoggerFactory.getLogger(Batches.class);

  /** A conflict that comes as often over one event is none. */
  private static final int MOST_CONFLICTS = 100;

  public static final long LONGEST_PAUSE_MS = TimeUnit.SECONDS.toMillis(4);
  private static final long PAUSE_MS = 2;

  private final String processor;
  private final int most;
  private volatile int size;
  private volatile boolean again;
  private boolean unavailable;
  private boolean batchFailed;
  private int conflicts;
  private @Nullable String culprit;
  private @Nullable Throwable cause;

  public Batches(String processor, int most) {
    this.processor = processor;
    this.most = most;
    this.size = most;
  }

  public int size() {
    return size;
  }

  /**
   * Whether the last batch failed, or one of its events did: what is new may be there already, and
   * has to be looked for; and the next event may fail as well.
   */
  boolean isAgain() {
    return again;
  }

  /**
   * Whether one event's failure is the batch's: that of all that hang, one after the other, would
   * be too long.
   */
  boolean failsWith(Throwable failure) {
    return Cause.isTimeLimit(failure) ? size > 1 : Unavailable.isCauseOf(failure);
  }

  /** Why this event cannot be handled, if that is known. */
  synchronized @Nullable Throwable causeOf(EventMessage<?> event) {
    return event.getIdentifier().equals(culprit) ? cause : null;
  }

  /**
   * @param foundOne whether one of its events failed
   */
  synchronized void succeeded(boolean foundOne) {
    again = foundOne;
    culprit = null;
    cause = null;
    conflicts = 0;
    if (!foundOne && size < most) {
      size = Math.min(most, size * 2);
    }
    if (unavailable) {
      unavailable = false;
      log.info("{} goes on.", processor);
    }
  }

  synchronized void failed(int events, EventMessage<?> first, Throwable failure) {
    again = true;
    batchFailed = true;
    // A statement or a lock took too long: that is about its rows, and not about the database.
    boolean late = Cause.isTimeLimit(failure);
    if (!late && Unavailable.isCauseOf(failure) && !Conflict.isCauseOf(failure)) {
      waitForWhatIsAway(failure);
      return;
    }
    unavailable = false;
    // What hangs costs its time limit with each try.
    size = late ? 1 : Math.max(1, Math.min(size, events) / 2);
    if (events > 1) {
      return;
    }
    if (Conflict.isCauseOf(failure) && ++conflicts < MOST_CONFLICTS) {
      return;
    }
    culprit = first.getIdentifier();
    cause = failure;
  }

  private void waitForWhatIsAway(Throwable failure) {
    if (!unavailable) {
      unavailable = true;
      log.warn("{} waits for what is away: {}", processor, Cause.of(failure));
    }
  }

  /**
   * How long to wait after a failure: hardly at all after that of a batch, which comes again in
   * another size.
   *
   * @param failure the last one, which may have come before or after a batch
   * @param usual what Axon would wait, in milliseconds
   */
  public synchronized long pauseAfter(@Nullable Throwable failure, long usual) {
    boolean ofBatch = batchFailed;
    batchFailed = false;
    if (!ofBatch && failure != null) {
      if (Unavailable.isCauseOf(failure)) {
        waitForWhatIsAway(failure);
      } else {
        log.warn("{} cannot go on and will try again: {}", processor, Cause.of(failure));
      }
    }
    return ofBatch && !unavailable ? PAUSE_MS : Math.min(usual, LONGEST_PAUSE_MS);
  }
}
