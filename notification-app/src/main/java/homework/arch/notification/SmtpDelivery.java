package homework.arch.notification;

import homework.arch.notification.process.MailDelivery;
import homework.arch.notification.process.MailServer;
import homework.arch.notification.process.Outbox;
import homework.arch.notification.process.WhenDeliveryIsRequestedThenMail;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.axon.MessageLog;
import homework.arch.platform.axon.Retries;
import homework.arch.platform.processors.EventProcessors;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What delivers mail, if a mail server is named; without it mail is only kept. */
@Configuration(proxyBeanMethods = false)
// An empty name is none, as a variable may be there and empty.
@ConditionalOnExpression("!environment.getProperty('spring.mail.host', '').isBlank()")
class SmtpDelivery {

  @Bean
  MailServer mailServer(JavaMailSenderImpl settings, @Value("${arch.mail.from}") String from) {
    return MailServer.of(settings, from);
  }

  @Bean
  Outbox outbox(ProcessorDatabase database) {
    return new Outbox(database.client());
  }

  @Bean
  WhenDeliveryIsRequestedThenMail whenDeliveryIsRequestedThenMail(Outbox outbox) {
    return new WhenDeliveryIsRequestedThenMail(outbox);
  }

  @Bean
  MailDelivery mailDelivery(
      EventStore events,
      MailServer mailServer,
      Outbox outbox,
      CommandGateway commands,
      Answers answers,
      MeterRegistry meters,
      MessageLog messageLog,
      @Value("${arch.mail.first-pause}") Duration firstPause,
      @Value("${arch.mail.longest-pause}") Duration longestPause,
      @Value("${arch.mail.attempts}") int attempts) {
    Retries retries = new Retries(firstPause, longestPause, attempts);
    return new MailDelivery(
        events, mailServer, outbox, retries, commands, answers, meters, messageLog);
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
