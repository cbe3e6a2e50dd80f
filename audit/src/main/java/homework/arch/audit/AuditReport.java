package homework.arch.audit;

import java.time.Instant;
import java.util.List;

/**
 * What an audit has found.
 *
 * @param holds whether all checks hold
 * @param at when it was made
 * @param events how many events it has read
 */
public record AuditReport(boolean holds, Instant at, long events, List<Check> checks) {

  /**
   * What one check has found.
   *
   * @param looked what was looked at, with its sums
   * @param underWay what is not yet as it must be, but young enough to become so
   * @param faults how many there are
   * @param named the first of them
   */
  public record Check(
      String name, boolean holds, String looked, long underWay, long faults, List<String> named) {}

  /** For the person at a terminal: a line for each check, and below it what does not hold. */
  public String inWords() {
    StringBuilder words = new StringBuilder();
    for (Check check : checks) {
      words.append(
          "%-5s  %-12s  %s%s%n"
              .formatted(
                  check.holds() ? "holds" : "FAILS",
                  check.name(),
                  check.looked(),
                  check.underWay() == 0 ? "" : "; " + check.underWay() + " under way"));
      check.named().forEach(fault -> words.append("         %s%n".formatted(fault)));
      long more = check.faults() - check.named().size();
      if (more > 0) {
        words.append("         and %d more%n".formatted(more));
      }
    }
    long failed = checks.stream().filter(check -> !check.holds()).count();
    words.append(
        holds
            ? "All holds, after %d events at %s.%n".formatted(events, at)
            : "%d of %d checks fail, after %d events at %s.%n"
                .formatted(failed, checks.size(), events, at));
    return words.toString();
  }
}
