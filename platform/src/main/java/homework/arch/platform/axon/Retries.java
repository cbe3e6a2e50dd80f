package homework.arch.platform.axon;

import java.time.Duration;

/**
 * How work that failed is tried again: after pauses that double, and then no more.
 *
 * @param attempts how often it is tried before it is given up or parked
 */
public record Retries(Duration firstPause, Duration longestPause, int attempts) {

  /** The pause after so many failures. */
  public Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }

  /** What failed because a part was away is tried again for as long as it is away. */
  public boolean isOver(int failures, Throwable lastFailure) {
    return failures >= attempts && !Unavailable.isCauseOf(lastFailure);
  }
}
