package homework.arch.platform;

import com.zaxxer.hikari.HikariDataSource;
import homework.arch.platform.startup.DatabaseWait;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Tables, each schema by itself, migrated by Flyway before anything uses the database. */
public final class Migrations {

  private Migrations() {}

  /** The schema of one service: what every service needs, and its own tables. */
  public static FlywayMigrationInitializer ofService(String schema, DataSource dataSource) {
    return migrations(schema, dataSource, "service", schema);
  }

  /** A schema that belongs to no service. */
  public static FlywayMigrationInitializer of(String schema, DataSource dataSource) {
    return migrations(schema, dataSource, schema);
  }

  private static FlywayMigrationInitializer migrations(
      String schema, DataSource dataSource, String... folders) {
    DatabaseWait.untilReachable(dataSource);
    return new FlywayMigrationInitializer(
        Flyway.configure()
            .dataSource(patient(dataSource))
            .schemas(schema)
            .defaultSchema(schema)
            .locations(
                Stream.of(folders)
                    .map(folder -> "classpath:db/migration/" + folder)
                    .toArray(String[]::new))
            .load());
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
