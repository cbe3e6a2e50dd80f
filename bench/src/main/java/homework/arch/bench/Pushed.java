package homework.arch.bench;

import homework.arch.bench.Ledger.Count;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.function.Supplier;

/**
 * What a system gives while callers push as hard as they can. It is counted by what is finished
 * within the window, not by what was accepted; all else is told of one finished order.
 */
record Pushed(
    double rate,
    double refused,
    double statements,
    double commits,
    double jvmMillis,
    double postgresMillis,
    double callerMillis,
    double jvmMegabytes,
    double postgresMegabytes) {

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
    try (Connection database = target.postgres().connect("postgres")) {
      OffsetDateTime begin = target.ledger().now();
      try (Load load = Load.push(target.orders().address(), callers, requests)) {
        Pause.seconds(leadIn);
        Reading before = Reading.take(target, database, begin);
        Pause.seconds(window);
        Reading after = Reading.take(target, database, begin);
        double jvmMegabytes = target.memory();
        double postgresMegabytes = Usage.memoryOfFamily(target.postgres().pid());
        Load.Outcome outcome = load.stop();
        Count count = target.ledger().drained(begin);
        check(target, outcome, count, report);
        double finished = after.finished - before.finished;
        return new Pushed(
            finished / (after.seconds - before.seconds),
            outcome.share(503),
            (after.statements - before.statements) / finished,
            (after.commits - before.commits) / finished,
            1000 * (after.jvm - before.jvm) / finished,
            1000 * (after.postgres - before.postgres) / finished,
            1000 * (after.callers - before.callers) / finished,
            jvmMegabytes,
            postgresMegabytes);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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
    report.add(name + ": SQL statements an order", "", statements);
    report.add(name + ": commits an order", "", commits);
    report.add(name + ": JVM's CPU an order", "ms", jvmMillis);
    report.add(name + ": PostgreSQL's CPU an order", "ms", postgresMillis);
    report.add(name + ": callers' CPU an order", "ms", callerMillis);
    report.add(name + ": memory of the JVM", "MB", jvmMegabytes);
    report.add(name + ": memory of PostgreSQL", "MB", postgresMegabytes);
  }

  private record Reading(
      double seconds,
      double finished,
      double statements,
      double commits,
      double jvm,
      double postgres,
      double callers) {

    static Reading take(Target target, Connection database, OffsetDateTime begin) {
      return new Reading(
          System.nanoTime() / 1e9,
          target.ledger().since(begin).finished(),
          target.postgres().statements(database),
          target.postgres().commits(database),
          target.cpu(),
          Usage.cpuOfFamily(target.postgres().pid()),
          Usage.cpu(ProcessHandle.current().pid()));
    }
  }
}
