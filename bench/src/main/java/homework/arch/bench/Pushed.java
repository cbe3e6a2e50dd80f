package homework.arch.bench;

import homework.arch.bench.Ledger.Count;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a system gives while callers push as hard as they can. It is counted by what is finished
 * within the window, not by what was accepted; all else is told of one finished order.
 */
record Pushed(double rate, double refused, List<Cost> costs) {

  /** So much of something. */
  record Cost(String of, String unit, double amount) {}

  /**
   * Pushes for a while that is not measured, then for the window, then waits until all is finished.
   */
  static Pushed measure(
      Target target,
      int callers,
      Supplier<byte[]> requests,
      int leadIn,
      int window,
      Report report) {
    OffsetDateTime begin = target.ledger().now();
    try (Load load = Load.push(target.orders().address(), callers, requests)) {
      Pause.seconds(leadIn);
      long beginOfWindow = System.nanoTime();
      long finishedBefore = target.ledger().since(begin).finished();
      List<Cost> before = costsSoFar(target);
      Pause.seconds(window);
      double seconds = (System.nanoTime() - beginOfWindow) / 1e9;
      double finished = target.ledger().since(begin).finished() - finishedBefore;
      List<Cost> costs = new ArrayList<>(anOrder(before, costsSoFar(target), finished));
      costs.add(new Cost("memory of the JVM", "MB", target.memory()));
      costs.add(new Cost("memory of PostgreSQL", "MB", target.postgres().memory()));
      Load.Outcome outcome = load.stop();
      check(target, outcome, target.ledger().drained(begin), report);
      return new Pushed(finished / seconds, outcome.share(503), costs);
    }
  }

  private static List<Cost> costsSoFar(Target target) {
    Postgres postgres = target.postgres();
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    return List.of(
        new Cost("SQL statements an order", "", postgres.statements()),
        new Cost("commits an order", "", postgres.commits()),
        new Cost("JVM's CPU an order", "ms", 1000 * target.cpu()),
        new Cost("PostgreSQL's CPU an order", "ms", 1000 * postgres.cpu()),
        new Cost("callers' CPU an order", "ms", own.toMillis()));
  }

  private static List<Cost> anOrder(List<Cost> before, List<Cost> after, double orders) {
    return IntStream.range(0, after.size())
        .mapToObj(
            i -> {
              Cost cost = after.get(i);
              double spent = cost.amount() - before.get(i).amount();
              return new Cost(cost.of(), cost.unit(), spent / orders);
            })
        .toList();
  }

  private static void check(Target target, Load.Outcome outcome, Count count, Report report) {
    report.check(
        target.name() + ": what was accepted is decided, and told by one mail each",
        count.complete() && count.placed() >= outcome.accepted(),
        outcome.accepted() + " accepted, " + count);
    report.check(
        target.name() + ": no order ends in PAYMENT_TIMEOUT",
        count.timedOut() == 0,
        count.timedOut() + " of " + count.placed());
    report.check(
        target.name() + ": callers see no status but 201 and 503",
        outcome.odd() == 0 && outcome.unanswered() == 0,
        outcome.answers() + ", unanswered: " + outcome.unanswered());
  }

  void report(String name, Report report) {
    report.add(name, "orders/s", rate);
    report.add(name + ": refused by 503", "%", 100 * refused);
  }

  /** As {@link #report}, with what an order costs. */
  void reportAll(String name, Report report) {
    report(name, report);
    costs.forEach(cost -> report.add(name + ": " + cost.of(), cost.unit(), cost.amount()));
  }
}
