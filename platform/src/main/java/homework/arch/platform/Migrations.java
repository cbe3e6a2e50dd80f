package homework.arch.platform;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;

/** The tables of one service: a schema of its own, migrated by Flyway. */
public final class Migrations {

  private Migrations() {}

  /** Migrates the schema from {@code db/migration/<schema>} before anything uses the database. */
  public static FlywayMigrationInitializer of(String schema, DataSource dataSource) {
    return new FlywayMigrationInitializer(
        Flyway.configure()
            .dataSource(dataSource)
            .schemas(schema)
            .defaultSchema(schema)
            .locations("classpath:db/migration/" + schema)
            .load());
  }
}
