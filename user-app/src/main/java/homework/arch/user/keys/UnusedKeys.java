package homework.arch.user.keys;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes the keys of registrations that were refused, or that came to nothing. A registration is
 * over within seconds, so each key is looked at once, a day after it was made.
 */
@Component
record UnusedKeys(JdbcClient jdbc, Registrations registrations) {

  private static final Logger log = LoggerFactory.getLogger(UnusedKeys.class);

  private static final int AT_ONCE = 500;

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void delete() {
    try {
      jdbc.sql(
              """
              select user_id from users.user_key
              where not is_used and made_at < now() - interval '1 day'
              order by made_at limit ?""")
          .param(AT_ONCE)
          .query(UUID.class)
          .list()
          .forEach(this::deleteUnlessUsed);
    } catch (RuntimeException e) {
      log.debug("Keys that nobody uses cannot be looked for now", e);
    }
  }

  private void deleteUnlessUsed(UUID userId) {
    String change =
        registrations.last(userId).isPresent()
            ? "update users.user_key set is_used = true"
            : "delete from users.user_key";
    jdbc.sql(change + " where user_id = ? and made_at < now() - interval '1 day'")
        .param(userId)
        .update();
  }
}
