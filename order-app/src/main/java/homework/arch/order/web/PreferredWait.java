package homework.arch.order.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preference {@code wait=N} of RFC 7240: how long the caller is willing to wait for the
 * decision.
 *
 * @param duration from 0 to 30 seconds; a longer wish is taken for 30
 */
record PreferredWait(Duration duration) {

  static final String HEADER = "Prefer";
  static final String APPLIED_HEADER = "Preference-Applied";

  private static final int LONGEST_SECONDS = 30;
  private static final Pattern WAIT =
      Pattern.compile("(?i)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(;.*)?");

  /** The first such preference; one that is not understood is ignored, as the RFC has it. */
  static Optional<PreferredWait> in(List<String> headers) {
    return headers.stream()
        .flatMap(header -> List.of(header.split(",", -1)).stream())
        .map(WAIT::matcher)
        .filter(Matcher::matches)
        .map(wait -> Math.min(LONGEST_SECONDS, Integer.parseInt(wait.group(1))))
        .map(seconds -> new PreferredWait(Duration.ofSeconds(seconds)))
        .findFirst();
  }

  String applied() {
    return "wait=" + duration.toSeconds();
  }
}
