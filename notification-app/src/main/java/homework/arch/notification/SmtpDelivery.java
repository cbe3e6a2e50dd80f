package homework.arch.notification;

import homework.arch.notification.process.MailDelivery;
import homework.arch.notification.process.MailServer;
import homework.arch.notification.process.Outbox;
import homework.arch.notification.process.WhenDeliveryIsRequestedThenMail;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.EventProcessors;
import org.axonframework.config.ConfigurerModule;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What delivers mail, if a mail server is named; without it mail is only kept. */
@Configuration(proxyBeanMethods = false)
// An empty name is none, as a variable may be there and empty.
@ConditionalOnExpression("!environment.getProperty('spring.mail.host', '').isBlank()")
@Import({MailServer.class, MailDelivery.class, WhenDeliveryIsRequestedThenMail.class})
class SmtpDelivery {

  @Bean
  Outbox outbox(ProcessorDatabase database) {
    return new Outbox(database.client());
  }

  @Bean
  ConfigurerModule mailAxon(EventProcessors notificationProcessors) {
    return configurer ->
        notificationProcessors.registerProcess(
            configurer,
            WhenDeliveryIsRequestedThenMail.PROCESSOR,
            WhenDeliveryIsRequestedThenMail.COMPENSATION);
  }
}
