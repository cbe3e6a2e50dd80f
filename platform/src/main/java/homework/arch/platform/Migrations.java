package homework.arch.platform;

import homework.arch.platform.startup.DatabaseWait;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;

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
            .dataSource(dataSource)
            .schemas(schema)
            .defaultSchema(schema)
            .locations(
                Stream.of(folders)
                    .map(folder -> "classpath:db/migration/" + folder)
                    .toArray(String[]::new))
            .load());
  }
}
