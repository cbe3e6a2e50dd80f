package homework.arch.notification.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The mail that is to leave, in the table {@code outbox}: a row until its delivery has ended. The
 * clock is the database's, which all processes share.
 */
public record Outbox(JdbcClient jdbc) {

  /**
   * For how long mail that a process has taken is left to it, unless it says that it is still at
   * it. What a process that was killed had taken is taken by another after that.
   */
  private static final String TAKEN_FOR = "interval '20 seconds'";

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
