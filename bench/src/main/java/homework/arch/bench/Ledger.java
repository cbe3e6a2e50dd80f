package homework.arch.bench;

import java.time.OffsetDateTime;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts in the database what is finished: an order that is decided and whose mail is listed. Mails
 * follow decisions in the order in which these were made, so the fewer of both are those that have
 * both.
 *
 * @param orders connected to the database that has {@code orders.order_view}
 * @param mails connected to the one that has {@code notifications.notification_view}
 */
record Ledger(JdbcTemplate orders, JdbcTemplate mails) {

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
    return Objects.requireNonNull(orders.queryForObject("select now()", OffsetDateTime.class));
  }

  Count since(OffsetDateTime moment) {
    Count count =
        orders.queryForObject(
            """
            select count(*), count(*) filter (where status <> 'PENDING'),
              count(*) filter (where rejection_reason = 'PAYMENT_TIMEOUT')
            from orders.order_view where placed_at >= ?\
            """,
            (row, number) ->
                new Count(row.getLong(1), row.getLong(2), mailedSince(moment), row.getLong(3)),
            moment);
    return Objects.requireNonNull(count);
  }

  private long mailedSince(OffsetDateTime moment) {
    return Postgres.number(
        mails,
        """
        select count(*) from notifications.notification_view
        where created_at >= ? and kind in ('ORDER_APPROVED', 'ORDER_REJECTED')\
        """,
        moment);
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
}
