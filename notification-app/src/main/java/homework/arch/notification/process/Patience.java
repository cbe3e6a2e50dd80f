package homework.arch.notification.process;

import java.time.Duration;

/**
 * How often a mail is handed over at most, and how long the pauses are in between: they double.
 *
 * @param attempts after how many the mail has failed
 */
public record Patience(Duration firstPause, Duration longestPause, int attempts) {

  /** The pause after so many attempts. */
  Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
