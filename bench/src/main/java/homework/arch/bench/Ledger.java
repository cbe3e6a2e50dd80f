package homework.arch.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/**
 * Counts in the database what is finished: an order that is decided and whose mail is listed. Mails
 * follow decisions in the order in which these were made, so the fewer of both are those that have
 * both.
 */
final class Ledger implements AutoCloseable {

  private final Connection orders;
  private final Connection mails;

  /**
   * @param orders connected to the database that has {@code orders.order_view}
   * @param mails connected to the one that has {@code notifications.notification_view}
   */
  Ledger(Connection orders, Connection mails) {
    this.orders = orders;
    this.mails = mails;
  }

  /** Orders since a moment, and what became of them. */
  record Count(long placed, long decided, long mailed, long timedOut) {

    long finished() {
      return Math.min(decided, mailed);
    }

    boolean complete() {
      return placed == decided && placed == mailed;
    }
  }

  OffsetDateTime now() {
    return OffsetDateTime.parse(
        Postgres.text(
            orders,
            "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  }

  Count since(OffsetDateTime moment) {
    return new Count(
        orders(moment, ""),
        orders(moment, "and status <> 'PENDING'"),
        Postgres.number(
            mails,
            """
            select count(*) from notifications.notification_view
            where created_at >= ? and kind in ('ORDER_APPROVED', 'ORDER_REJECTED')""",
            moment),
        orders(moment, "and rejection_reason = 'PAYMENT_TIMEOUT'"));
  }

  private long orders(OffsetDateTime moment, String condition) {
    return Postgres.number(
        orders, "select count(*) from orders.order_view where placed_at >= ? " + condition, moment);
  }

  /** All orders in the store. */
  long all() {
    return Postgres.number(orders, "select count(*) from orders.order_view");
  }

  /** Waits until all that was placed is finished, or no more is for longer than any deadline. */
  Count drained(OffsetDateTime moment) {
    Count count = since(moment);
    long progress = System.nanoTime();
    while (System.nanoTime() - progress < 60e9) {
      Count before = count;
      // Twice the same, so that nothing is overlooked that is placed and not yet in the read model.
      Pause.millis(300);
      count = since(moment);
      if (count.complete() && count.equals(before)) {
        break;
      }
      if (count.finished() > before.finished()) {
        progress = System.nanoTime();
      }
    }
    return count;
  }

  @Override
  public void close() {
    try {
      orders.close();
      mails.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
