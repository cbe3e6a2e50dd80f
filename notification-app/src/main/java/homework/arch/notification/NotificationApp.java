package homework.arch.notification;

import homework.arch.api.notification.NotificationCommand;
import homework.arch.api.notification.SendNotification;
import homework.arch.notification.domain.AddressBook;
import homework.arch.notification.domain.DeliveryTerms;
import homework.arch.notification.domain.Notification;
import homework.arch.notification.process.MailServer;
import homework.arch.notification.projection.NotificationProjection;
import homework.arch.platform.Migrations;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.processors.EventProcessors;
import homework.arch.platform.web.Idempotency;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.axonframework.config.ConfigurerModule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Tells the user. */
@SpringBootApplication
public class NotificationApp {

  static final String SCHEMA = "notifications";

  public static void main(String[] args) {
    SpringApplication.run(NotificationApp.class, args);
  }

  @Bean
  FlywayMigrationInitializer notificationMigrations(DataSource dataSource) {
    return Migrations.ofService(SCHEMA, dataSource);
  }

  @Bean
  EventProcessors notificationProcessors() {
    return new EventProcessors(SCHEMA);
  }

  @Bean
  ConfigurerModule notificationAxon(EventProcessors notificationProcessors) {
    return configurer -> {
      configurer.configureAggregate(
          InsertFirst.aggregate(
              Notification.class,
              NotificationCommand.class,
              NotificationCommand::notificationId,
              null,
              SendNotification.class));
      notificationProcessors.registerProjection(configurer, NotificationProjection.PROCESSOR);
    };
  }

  @Bean
  AddressBook addressBook(Answers answers) {
    return new UserAppAddressBook(answers);
  }

  @Bean
  DeliveryTerms deliveryTerms(ObjectProvider<MailServer> mailServer) {
    return new DeliveryTerms(mailServer.getIfAvailable() != null);
  }

  @Bean
  Idempotency notificationIdempotency(
      JdbcClient jdbc,
      JsonMapper json,
      Executor applicationTaskExecutor,
      @Value("${arch.idempotency.keep}") Duration remembered) {
    return new Idempotency(SCHEMA, jdbc, json, applicationTaskExecutor, remembered);
  }
}
