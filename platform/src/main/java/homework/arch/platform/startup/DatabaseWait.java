package homework.arch.platform.startup;

import com.zaxxer.hikari.HikariDataSource;
import homework.arch.platform.axon.Unavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start until the database is there: the parts of a system come up in any order. Only
 * for what waiting can mend; a wrong password or database name is told at once.
 */
public final class DatabaseWait {

  private static final Logger log = LoggerFactory.getLogger(DatabaseWait.class);

  private static final long PAUSE_MS = 1_000;
  private static final Duration REMIND_EVERY = Duration.ofSeconds(30);

  private DatabaseWait() {}

  /**
   * Returns when a connection can be had.
   *
   * @throws CannotStartException if waiting would not help, or the process is told to stop
   */
  public static void untilReachable(DataSource dataSource) {
    Thread waiting = Thread.currentThread();
    // Told to stop, Spring waits for the start to end; so the start must end.
    Thread stop = new Thread(waiting::interrupt, "stop-waiting");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      await(dataSource);
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (InterruptedException e) {
      throw new CannotStartException("It was stopped while it waited for the database", e);
    }
  }

  private static void await(DataSource dataSource) throws InterruptedException {
    long told = 0;
    while (true) {
      try {
        dataSource.getConnection().close();
        if (told != 0) {
          log.info("The database is there.");
        }
        return;
      } catch (SQLException e) {
        SQLException reason = e.getCause() instanceof SQLException cause ? cause : e;
        if (reason.getSQLState() != null && !Unavailable.isConnectionLost(reason)) {
          throw new CannotStartException(
              "The database %s cannot be used: %s".formatted(url(dataSource), reason.getMessage()),
              reason);
        }
        if (told == 0 || System.nanoTime() - told > REMIND_EVERY.toNanos()) {
          log.warn("Waiting for the database {}: {}", url(dataSource), reason.getMessage());
          told = System.nanoTime();
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
  }

  /** Without the parameters, which may hold a password. */
  private static String url(DataSource dataSource) {
    String url = dataSource instanceof HikariDataSource pool ? pool.getJdbcUrl() : null;
    return url == null ? "" : url.replaceFirst("[?].*", "");
  }
}
