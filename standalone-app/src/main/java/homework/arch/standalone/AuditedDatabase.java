package homework.arch.standalone;

import homework.arch.platform.startup.CannotStartException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

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
  private static final String WORK = "arch.work";

  /**
   * A process that works renews its claims every two seconds; one that does not for so long is
   * gone.
   */
  private static final int GONE_AFTER_SECONDS = 7;

  /** Gives the statement that looks for the claims of event processors in all schemas. */
  private static final String SIGNS_OF_LIFE =
      """
      select 'select max(time_stamp) from ('
        || string_agg(format('select owner, time_stamp from %%I.token', table_schema), ' union all ')
        || ') as token where owner is not null'
        || ' and time_stamp::timestamptz between now() - interval ''%d seconds'' and now()'
      from information_schema.columns where table_name = 'token' and column_name = 'owner'"""
          .formatted(GONE_AFTER_SECONDS);

  private @Nullable EmbeddedDatabase started;
  private boolean isLeftAsItIs;

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
    isLeftAsItIs = isInUse(environment) || !environment.getProperty(WORK, Boolean.class, true);
    properties.put(WORK, !isLeftAsItIs);
  }

  /** Whether an application works on it at the moment, or nobody shall. */
  boolean isLeftAsItIs() {
    return isLeftAsItIs;
  }

  private String embedded(Path folder) {
    if (!EmbeddedDatabase.isKeptIn(folder)) {
      throw new CannotStartException("There is nothing to audit in %s.".formatted(folder));
    }
    try {
      EmbeddedDatabase database = EmbeddedDatabase.start(folder);
      started = database;
      return database.jdbcUrl();
    } catch (FolderLock.InUseException e) {
      return EmbeddedDatabase.urlOfRunning(folder);
    }
  }

  /** One that was killed has left a sign of life as well, but gives no other. */
  private static boolean isInUse(ConfigurableEnvironment environment) {
    String url = environment.getRequiredProperty(URL);
    try (Connection connection =
        DriverManager.getConnection(
            url, environment.getProperty(USERNAME), environment.getProperty(PASSWORD))) {
      String signsOfLife = first(connection, SIGNS_OF_LIFE);
      if (signsOfLife == null) {
        throw new CannotStartException("There is nothing to audit in %s.".formatted(url));
      }
      String first = first(connection, signsOfLife);
      String last = first;
      while (last != null && last.equals(first)) {
        TimeUnit.MILLISECONDS.sleep(200);
        last = first(connection, signsOfLife);
      }
      return last != null;
    } catch (SQLException e) {
      throw new CannotStartException(
          "The database %s cannot be audited: %s".formatted(url, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("It was stopped while it looked for who is there.", e);
    }
  }

  private static @Nullable String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    if (started != null) {
      started.close();
    }
  }
}
