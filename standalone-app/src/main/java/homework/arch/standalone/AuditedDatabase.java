package homework.arch.standalone;

import homework.arch.platform.startup.CannotStartException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database that is audited: the one that is configured, the one that a running application has
 * started in its folder, or the one in a folder that nobody uses, which is started meanwhile.
 * Nothing is ever made or deleted here.
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // before EmbeddedDatabaseStart, which then has nothing to do
final class AuditedDatabase
    implements ApplicationContextInitializer<ConfigurableApplicationContext>, AutoCloseable {

  private static final String URL = EmbeddedDatabaseStart.OTHER_DATABASE;
  private static final String USERNAME = "spring.datasource.username";
  private static final String PASSWORD = "spring.datasource.password";

  /** Whether what was under way is finished: if nobody is at it, and it is not forbidden. */
  static final String WORK = "arch.work";

  private @Nullable EmbeddedDatabase started;

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    Map<String, Object> properties = new HashMap<>();
    if (!environment.containsProperty(URL)) {
      properties.put(URL, embedded(EmbeddedDatabaseStart.folder(environment)));
      properties.put(USERNAME, EmbeddedDatabase.USERNAME);
      properties.put(PASSWORD, "");
    }
    MapPropertySource audited = new MapPropertySource("the audited database", properties);
    environment.getPropertySources().addFirst(audited);
    properties.put(
        WORK, !isInUse(environment) && environment.getProperty(WORK, Boolean.class, true));
  }

  private String embedded(Path folder) {
    if (!EmbeddedDatabase.isKeptIn(folder)) {
      throw new CannotStartException("There is nothing to audit in %s.".formatted(folder));
    }
    try {
      EmbeddedDatabase database = EmbeddedDatabase.start(folder);
      started = database;
      return database.getJdbcUrl();
    } catch (FolderLock.InUseException e) {
      return EmbeddedDatabase.urlOfRunning(folder);
    }
  }

  /**
   * Whether an application is connected, which names its connections as it is named itself. An idle
   * one looks for events five times a second; one whose machine has vanished stays connected for
   * hours, but is silent. When others used their connections may be hidden: they are in use then.
   */
  private static boolean isInUse(ConfigurableEnvironment environment) {
    String url = environment.getRequiredProperty(URL);
    DriverManagerDataSource database = new DriverManagerDataSource(url);
    database.setUsername(environment.getProperty(USERNAME));
    database.setPassword(environment.getProperty(PASSWORD));
    JdbcClient jdbc = JdbcClient.create(database);
    try {
      if (!isTrue(jdbc, "to_regclass('orders.order_view') is not null")) {
        throw new CannotStartException("There is nothing to audit in %s.".formatted(url));
      }
      return isTrue(
          jdbc,
          """
          exists (select from pg_stat_activity
            where datname = current_database() and application_name like '%-app'
              and coalesce(state_change > now() - interval '10 s', true))""");
    } catch (DataAccessException e) {
      throw new CannotStartException(
          "The database %s cannot be audited: %s"
              .formatted(url, NestedExceptionUtils.getMostSpecificCause(e).getMessage()),
          e);
    }
  }

  private static boolean isTrue(JdbcClient jdbc, String condition) {
    return jdbc.sql("select " + condition).query(Boolean.class).single();
  }

  @Override
  public void close() {
    if (started != null) {
      started.close();
    }
  }
}
