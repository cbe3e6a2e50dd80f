package homework.arch.notification.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The mail that is to leave, in the table {@code outbox}: a row until its delivery has ended. What
 * came of each attempt to hand it over is in the table {@code delivery}, for good. The clock is the
 * database's, which all processes share.
 */
public record Outbox(JdbcClient jdbc) {

  /**
   * For how long mail that a process has taken is left to it, unless it says that it is still at
   * it. What a process that was killed had taken is taken by another after that.
   */
  private static final String TAKEN_FOR = "interval '20 seconds'";

  /**
   * An attempt to hand a mail over.
   *
   * @param number from 1
   * @param outcome none if it was cut short
   * @param cause why the mail was not taken
   */
  record Attempt(int number, Handover.@Nullable Outcome outcome, @Nullable String cause) {}

  /** It is due at once. Mail that is there already is left as it is. */
  void add(UUID notificationId) {
    jdbc.sql(
            """
            insert into notifications.outbox (notification_id, next_attempt_at) values (?, now())
            on conflict do nothing""")
        .param(notificationId)
        .update();
  }

  /** Takes mail that is due, and that nobody else has taken. */
  List<UUID> take(int limit) {
    return jdbc.sql(
            """
            update notifications.outbox set next_attempt_at = now() + %s
            where notification_id in (
              select notification_id from notifications.outbox where next_attempt_at <= now()
              order by next_attempt_at limit ? for update skip locked)
            returning notification_id"""
                .formatted(TAKEN_FOR))
        .param(limit)
        .query(UUID.class)
        .list();
  }

  /** It is still at it; what it has put off meanwhile stays put off. */
  void keep(Collection<UUID> taken) {
    if (taken.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update notifications.outbox set next_attempt_at = now() + %1$s
            where notification_id in (:taken) and next_attempt_at <= now() + %1$s"""
                .formatted(TAKEN_FOR))
        .param("taken", taken)
        .update();
  }

  /**
   * The attempt that decides: what a server has taken or refused stays so, even if the one who
   * should have written that down was so late that another attempt came first.
   */
  Optional<Attempt> lastAttempt(UUID notificationId) {
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
   * Writes down that an attempt begins, and commits that.
   *
   * @throws org.springframework.dao.DuplicateKeyException if another worker has begun this attempt
   */
  void begin(UUID notificationId, int attempt) {
    jdbc.sql(
            """
            insert into notifications.delivery (notification_id, attempt, started_at)
            values (?, ?, now())""")
        .params(notificationId, attempt)
        .update();
  }

  void end(UUID notificationId, int attempt, Handover handover) {
    jdbc.sql(
            """
            update notifications.delivery set ended_at = now(), outcome = ?, cause = ?
            where notification_id = ? and attempt = ?""")
        .param(handover.outcome().name())
        .param(handover.cause())
        .param(notificationId)
        .param(attempt)
        .update();
  }

  /**
   * @param attempt the last one; if another process has begun a later one, the mail is left to it
   */
  void tryAgainAfter(Duration pause, UUID notificationId, int attempt) {
    jdbc.sql(
            """
            update notifications.outbox o set next_attempt_at = now() + make_interval(secs => ?)
            where notification_id = ? and not exists (
              select from notifications.delivery d
              where d.notification_id = o.notification_id and d.attempt > ?)""")
        .params(pause.toMillis() / 1e3, notificationId, attempt)
        .update();
  }

  void remove(UUID notificationId) {
    jdbc.sql("delete from notifications.outbox where notification_id = ?")
        .param(notificationId)
        .update();
  }

  /** Whether there is mail that is due, or that somebody has taken. */
  public boolean isAnyUnderWay() {
    return jdbc.sql(
            "select exists (select from notifications.outbox where next_attempt_at <= now() + %s)"
                .formatted(TAKEN_FOR))
        .query(Boolean.class)
        .single();
  }
}
