package homework.arch.notification.process;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The attempts to hand over each mail, in the table {@code delivery}. */
record Attempts(JdbcClient jdbc) {

  /**
   * One of them.
   *
   * @param number from 1
   * @param outcome none if it was cut short
   */
  record Attempt(int number, Handover.@Nullable Outcome outcome, @Nullable String cause) {

    /** Why the mail was not taken. */
    String causeInWords() {
      return cause == null ? "It is not known whether the mail server took it." : cause;
    }
  }

  /**
   * The one that decides: what a server has taken or refused stays so, even if the one who should
   * have written that down was so late that another attempt came first.
   */
  Optional<Attempt> last(UUID notificationId) {
    return jdbc.sql(
            """
            select attempt as number, outcome, cause from notifications.delivery
            where notification_id = ?
            order by array_position(array['SENT', 'REFUSED'], outcome), attempt desc limit 1""")
        .param(notificationId)
        .query(Attempt.class)
        .optional();
  }

  /**
   * Writes down that it begins, and commits that.
   *
   * @throws org.springframework.dao.DuplicateKeyException if another worker has begun this attempt
   */
  void begin(UUID notificationId, int number) {
    jdbc.sql(
            """
            insert into notifications.delivery (notification_id, attempt, started_at)
            values (?, ?, now())""")
        .params(notificationId, number)
        .update();
  }

  void end(UUID notificationId, int number, Handover handover) {
    jdbc.sql(
            """
            update notifications.delivery set ended_at = now(), outcome = ?, cause = ?
            where notification_id = ? and attempt = ?""")
        .param(handover.outcome().name())
        .param(handover.cause())
        .param(notificationId)
        .param(number)
        .update();
  }
}
