package homework.arch.platform;

import com.zaxxer.hikari.HikariDataSource;
import homework.arch.platform.startup.DatabaseWait;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Tables, each schema by itself, migrated by Flyway before anything uses the database. */
public final class Migrations {

  private Migrations() {}

  /**
   * The schema of one service: what every service needs, and then its own tables. Either has a
   * history by itself, and so its own numbers.
   */
  public static FlywayMigrationInitializer ofService(String schema, DataSource dataSource) {
    DatabaseWait.untilReachable(dataSource);
    FluentConfiguration platform =
        migrations(schema, dataSource, "service").table("flyway_platform_history");
    FluentConfiguration own =
        migrations(schema, dataSource, schema)
            .table("flyway_service_history")
            // The schema is not empty before its first one.
            .baselineOnMigrate(true)
            .baselineVersion("0");
    return new FlywayMigrationInitializer(
        own.load(),
        flyway -> {
          beginBehindTheSharedHistory(platform).load().migrate();
          beginBehindTheSharedHistory(own).load().migrate();
        });
  }

  /** A schema that belongs to no service. */
  public static FlywayMigrationInitializer of(String schema, DataSource dataSource) {
    DatabaseWait.untilReachable(dataSource);
    return new FlywayMigrationInitializer(migrations(schema, dataSource, schema).load());
  }

  private static FluentConfiguration migrations(
      String schema, DataSource dataSource, String folder) {
    return Flyway.configure()
        .dataSource(patient(dataSource))
        .schemas(schema)
        .defaultSchema(schema)
        .locations("classpath:db/migration/" + folder);
  }

  /**
   * Versions that had one history for both have left it in {@code flyway_schema_history}, and what
   * it tells of is not done again. It stays as it was, so that they can be started again; unless it
   * tells of nothing, as one was killed before it had made a table.
   */
  private static FluentConfiguration beginBehindTheSharedHistory(FluentConfiguration settings) {
    String shared = settings.getDefaultSchema() + ".flyway_schema_history";
    String mine = settings.getDefaultSchema() + "." + settings.getTable();
    JdbcClient jdbc = JdbcClient.create(settings.getDataSource());
    if (jdbc.sql("select to_regclass(?) is not null and to_regclass(?) is null")
        .params(shared, mine)
        .query(Boolean.class)
        .single()) {
      jdbc.sql(
              """
              select version from %s where success and script in (:scripts)
              order by version::int desc limit 1"""
                  .formatted(shared))
          .param(
              "scripts",
              Stream.of(settings.load().info().all()).map(MigrationInfo::getScript).toList())
          .query(String.class)
          .optional()
          .ifPresent(version -> settings.baselineOnMigrate(true).baselineVersion(version));
      if (jdbc.sql("select not exists (select from %s where version is not null)".formatted(shared))
          .query(Boolean.class)
          .single()) {
        jdbc.sql("drop table " + shared).update();
      }
    }
    return settings;
  }

  /**
   * The same database, by connections of their own: a migration of many rows may take longer than
   * the pool lets a statement run, or a connection be silent.
   */
  public static DataSource patient(DataSource dataSource) {
    if (!(dataSource instanceof HikariDataSource pool) || pool.getJdbcUrl() == null) {
      return dataSource;
    }
    Properties properties = new Properties();
    properties.putAll(pool.getDataSourceProperties());
    properties.remove("socketTimeout");
    properties.merge(
        "options",
        " -c idle_in_transaction_session_timeout=0 -c statement_timeout=0 -c lock_timeout=0",
        (ofPool, ofMigrations) -> "" + ofPool + ofMigrations);
    DriverManagerDataSource patient =
        new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    patient.setConnectionProperties(properties);
    return patient;
  }
}
