package homework.arch.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The connections of what works in the background: the event processors, the event store, retries.
 * They are apart from those of callers, who may take all of theirs and hold up no order by it.
 */
public final class ProcessorDatabase implements AutoCloseable, MeterBinder {

  private final HikariDataSource dataSource;
  private final JdbcTransactionManager transactions;
  private final JdbcTemplate template;
  private final JdbcClient client;

  /**
   * @param callers whose settings are taken over, and two fifths of whose connections
   */
  public ProcessorDatabase(DataSource callers) {
    HikariConfig settings = new HikariConfig();
    try {
      HikariDataSource pool = callers.unwrap(HikariDataSource.class);
      pool.copyStateTo(settings);
      int all = pool.getMaximumPoolSize();
      int connections = Math.max(2, all * 2 / 5);
      settings.setMaximumPoolSize(connections);
      settings.setMinimumIdle(Math.min(settings.getMinimumIdle(), connections));
      pool.setMaximumPoolSize(Math.max(1, all - connections));
    } catch (SQLException e) {
      throw new IllegalStateException("The connections must be in a Hikari pool.", e);
    }
    settings.setPoolName("processors");
    // A batch that meets a locked row, or whose process is frozen, must not hold up others for
    // long.
    settings.setConnectionInitSql(
        "set lock_timeout = '1s'; set idle_in_transaction_session_timeout = '10s'");
    dataSource = new HikariDataSource(settings);
    transactions = new JdbcTransactionManager(dataSource);
    template = new JdbcTemplate(dataSource);
    client = JdbcClient.create(template);
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public PlatformTransactionManager transactions() {
    return transactions;
  }

  /** A part of the transaction of the caller, which is undone by itself if it fails. */
  public TransactionOperations part() {
    return new TransactionTemplate(
        transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
  }

  /** In the transaction of the caller, if there is one. */
  public JdbcClient client() {
    return client;
  }

  /** In the transaction of the caller, if there is one. */
  public JdbcTemplate template() {
    return template;
  }

  public boolean isInTransaction() {
    return TransactionSynchronizationManager.hasResource(dataSource);
  }

  /** As Spring Boot does it for the pool of callers, which is a bean. */
  @Override
  public void bindTo(MeterRegistry meters) {
    dataSource.setMetricRegistry(meters);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
