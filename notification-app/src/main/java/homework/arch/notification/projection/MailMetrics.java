package homework.arch.notification.projection;

import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.stereotype.Component;

/**
 * How many mails came into each state; one that is stored and leaves later counts in both. Counted
 * when the batch is committed, once over all processes, which share the processor.
 */
@Component
@ProcessingGroup(NotificationProjection.PROCESSOR)
class MailMetrics {

  private final MeterProvider<Counter> mails;

  /** All states are there from the start: the first failure must be seen as an increase. */
  MailMetrics(MeterRegistry meters) {
    mails =
        Counter.builder("arch.mails")
            .description("Mails that came into a state")
            .withRegistry(meters);
    List.of("stored", "sent", "failed", "no_address")
        .forEach(state -> mails.withTag("state", state));
  }

  /** What is kept as failed from the start has no address: no delivery has failed. */
  @EventHandler
  @DisallowReplay
  void on(NotificationSent event) {
    count(event.status() == NotificationStatus.FAILED ? "no_address" : "stored");
  }

  @EventHandler
  @DisallowReplay
  @SuppressWarnings("UnusedVariable") // the event says all by its name
  void on(NotificationDelivered event) {
    count("sent");
  }

  @EventHandler
  @DisallowReplay
  @SuppressWarnings("UnusedVariable") // the event says all by its name
  void on(DeliveryFailed event) {
    count("failed");
  }

  /** A batch that fails comes again. */
  private void count(String state) {
    CurrentUnitOfWork.get().afterCommit(batch -> mails.withTag("state", state).increment());
  }
}
