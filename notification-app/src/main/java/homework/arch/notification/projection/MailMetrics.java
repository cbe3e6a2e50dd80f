package homework.arch.notification.projection;

import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

  private final Counter stored;
  private final Counter sent;
  private final Counter failed;
  private final Counter noAddress;

  /** All states are there from the start: the first failure must be seen as an increase. */
  MailMetrics(MeterRegistry meters) {
    stored = mails("stored", meters);
    sent = mails("sent", meters);
    failed = mails("failed", meters);
    noAddress = mails("no_address", meters);
  }

  private static Counter mails(String state, MeterRegistry meters) {
    return Counter.builder("arch.mails")
        .description("Mails that came into a state")
        .tag("state", state)
        .register(meters);
  }

  /** What is kept as failed from the start has no address: no delivery has failed. */
  @EventHandler
  @DisallowReplay
  void on(NotificationSent event) {
    count(event.status() == NotificationStatus.FAILED ? noAddress : stored);
  }

  @EventHandler
  @DisallowReplay
  @SuppressWarnings("UnusedVariable") // the event says all by its name
  void on(NotificationDelivered event) {
    count(sent);
  }

  @EventHandler
  @DisallowReplay
  @SuppressWarnings("UnusedVariable") // the event says all by its name
  void on(DeliveryFailed event) {
    count(failed);
  }

  /** A batch that fails comes again. */
  private static void count(Counter mails) {
    CurrentUnitOfWork.get().afterCommit(batch -> mails.increment());
  }
}
