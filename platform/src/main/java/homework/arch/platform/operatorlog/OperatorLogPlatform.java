package homework.arch.platform.operatorlog;

import homework.arch.platform.Migrations;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** The operator's log of this process; {@link Deeds} sees what they do. */
@AutoConfiguration
@Import(OperatorLog.class)
public class OperatorLogPlatform {

  /** But for what the page passes on, which the management port sees. */
  @Bean
  MappedInterceptor deedsOnMainPort(OperatorLog operatorLog) {
    return new MappedInterceptor(
        null, new String[] {Deeds.MANAGEMENT}, new Deeds(operatorLog, false));
  }

  @Bean
  FlywayMigrationInitializer operatorLogMigrations(DataSource dataSource) {
    return Migrations.of(OperatorLog.SCHEMA, dataSource);
  }
}
