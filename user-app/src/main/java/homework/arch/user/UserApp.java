package homework.arch.user;

import homework.arch.platform.Migrations;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.platform.processors.EventProcessors;
import homework.arch.platform.web.Idempotency;
import homework.arch.user.domain.Emails;
import homework.arch.user.domain.User;
import homework.arch.user.projection.UserProjection;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.axonframework.config.ConfigurerModule;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Registers users. */
@SpringBootApplication
public class UserApp {

  private static final String SCHEMA = "users";

  public static void main(String[] args) {
    SpringApplication.run(UserApp.class, args);
  }

  @Bean
  FlywayMigrationInitializer userMigrations(DataSource dataSource) {
    return Migrations.ofService(SCHEMA, dataSource);
  }

  @Bean
  EventProcessors userProcessors() {
    return new EventProcessors(SCHEMA);
  }

  @Bean
  ConfigurerModule userAxon(EventProcessors userProcessors) {
    return configurer -> {
      configurer.configureAggregate(User.class);
      userProcessors.registerProjection(configurer, UserProjection.PROCESSOR);
    };
  }

  @Bean
  Emails emails(UniqueStreams streams) {
    return new EmailStreams(streams);
  }

  @Bean
  Idempotency userIdempotency(
      JdbcClient jdbc,
      JsonMapper json,
      Executor applicationTaskExecutor,
      @Value("${arch.idempotency.keep}") Duration remembered) {
    return new Idempotency(SCHEMA, jdbc, json, applicationTaskExecutor, remembered);
  }
}
