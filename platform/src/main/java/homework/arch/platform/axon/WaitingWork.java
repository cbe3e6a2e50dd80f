package homework.arch.platform.axon;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work of a service that could not be done so far, for an operator to see and to decide on. */
public interface WaitingWork {

  /** Whether it is tried again by itself. */
  enum State {
    RETRYING,
    PARKED
  }

  /**
   * One piece of it.
   *
   * @param of the event processor whose event it is, or {@code commands}
   * @param what the class of the command or event
   * @param content the command or event as JSON
   * @param failures how often it has failed
   * @param cause the last failure
   * @param nextAttemptAt none if it is parked, or waits behind another event of its aggregate
   */
  record Item(
      String id,
      String service,
      String of,
      String what,
      String content,
      State state,
      int failures,
      String cause,
      Instant since,
      @Nullable Instant nextAttemptAt) {}

  /** How much there is in each state, for the metrics. */
  record Count(String service, String of, State state, long count) {}

  /** The oldest first. */
  List<Item> list(int limit);

  List<Count> counts();

  /** Tries one again at once, and as often as at first. Tells whether there is such a one. */
  boolean retry(String id);

  /** Tries all parked ones again. Tells how many there are. */
  int retryAll();

  /**
   * Leaves one out and does what is done instead. Tells whether there is such a one.
   *
   * @throws Compensation.CannotBeGivenUpException if it cannot be left out
   */
  boolean giveUp(String id);
}
