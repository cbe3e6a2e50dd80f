package homework.arch.notification.process;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The attempts to hand over each mail, in the table {@code delivery}. */
record Attempts(JdbcClient jdbc, Clock clock) {

  /**
   * One of them.
   *
   * @param handover none if it was cut short
   */
  record Attempt(int number, @Nullable Handover handover) {

    boolean hasEndedAs(Handover.Outcome outcome) {
      return handover != null && handover.outcome() == outcome;
    }

    /** Why the mail was not taken. */
    String cause() {
      String cause = handover == null ? null : handover.cause();
      return cause == null ? "It is not known whether the mail server took it." : cause;
    }

    private static Attempt of(ResultSet row, int number) throws SQLException {
      String outcome = row.getString("outcome");
      return new Attempt(
          row.getInt("attempt"),
          outcome == null
              ? null
              : new Handover(Handover.Outcome.valueOf(outcome), row.getString("cause")));
    }
  }

  List<Attempt> of(UUID notificationId) {
    return jdbc.sql(
            """
            select attempt, outcome, cause from notifications.delivery
            where notification_id = ? order by attempt""")
        .param(notificationId)
        .query(Attempt::of)
        .list();
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
            values (?, ?, ?)""")
        .params(notificationId, number, now())
        .update();
  }

  void end(UUID notificationId, int number, Handover handover) {
    jdbc.sql(
            """
            update notifications.delivery set ended_at = ?, outcome = ?, cause = ?
            where notification_id = ? and attempt = ?""")
        .param(now())
        .param(handover.outcome().name())
        .param(handover.cause())
        .param(notificationId)
        .param(number)
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
