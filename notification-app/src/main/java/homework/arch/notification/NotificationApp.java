package homework.arch.notification;

import homework.arch.api.notification.NotificationCommand;
import homework.arch.api.notification.SendNotification;
import homework.arch.notification.domain.DeliveryTerms;
import homework.arch.notification.domain.Notification;
import homework.arch.notification.process.MailServer;
import homework.arch.notification.projection.NotificationProjection;
import homework.arch.platform.ServiceApplication;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.processors.EventProcessors;
import org.axonframework.config.ConfigurerModule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** Tells the user. */
@ServiceApplication(schema = "notifications")
public class NotificationApp {

  public static void main(String[] args) {
    SpringApplication.run(NotificationApp.class, args);
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
      notificationProcessors.registerListener(configurer, UserAppRecipients.LISTENER);
    };
  }

  @Bean
  DeliveryTerms deliveryTerms(ObjectProvider<MailServer> mailServer) {
    return new DeliveryTerms(mailServer.getIfAvailable() != null);
  }
}
