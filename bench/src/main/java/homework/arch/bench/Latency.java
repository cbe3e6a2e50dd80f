package homework.arch.bench;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * How long an order takes from POST to its decision, as its caller sees it: with {@code Prefer:
 * wait=30}, from the time at which the order was due to be sent, on a schedule that was fixed
 * before, so that an order that had to wait for others has waited.
 */
final class Latency {

  static final List<Integer> RATES = List.of(50, 100, 200, 500);

  /** Beyond this the system does not keep up, and a higher rate tells nothing more. */
  private static final double TOO_LONG_MILLIS = 5000;

  private Latency() {}

  static void round(Target target, Callers callers, int round, int seconds, Report report) {
    for (int rate : RATES) {
      OffsetDateTime begin = target.ledger().now();
      Load.Outcome outcome =
          Load.arrive(
              target.orders().address(),
              Load.poisson(rate, seconds, 1000L * round + rate),
              callers.ordersThatWait());
      String figure = "latency at " + rate + "/s: ";
      report.add(figure + "p50", "ms", outcome.millis(0.5));
      report.add(figure + "p99", "ms", outcome.millis(0.99));
      report.add(figure + "max", "ms", outcome.millis(1));
      int failed = outcome.asked() - outcome.nanos().size();
      report.add(figure + "not decided, or refused", "%", 100.0 * failed / outcome.asked());
      Ledger.Count count = target.ledger().drained(begin);
      report.check(figure + "what was placed is finished", count.complete(), count.toString());
      if (failed > outcome.asked() / 20 || outcome.millis(0.99) > TOO_LONG_MILLIS) {
        report.progress("it does not keep up at " + rate + "/s; higher rates are left out");
        return;
      }
    }
  }
}
