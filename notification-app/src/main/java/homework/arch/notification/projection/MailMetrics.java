package homework.arch.notification.projection;

import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  private final Map<NotificationStatus, Counter> mails;

  /** All states are there from the start: the first failure must be seen as an increase. */
  MailMetrics(MeterRegistry meters) {
    mails =
        Arrays.stream(NotificationStatus.values())
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    state ->
                        Counter.builder("arch.mails")
                            .description("Mails that came into a state")
                            .tag("state", state.name().toLowerCase(Locale.ROOT))
                            .register(meters)));
  }

  @EventHandler
  @DisallowReplay
  void on(NotificationSent event) {
    count(event.status());
  }

  @EventHandler
  @DisallowReplay
  @SuppressWarnings("UnusedVariable") // the event says all by its name
  void on(NotificationDelivered event) {
    count(NotificationStatus.SENT);
  }

  @EventHandler
  @DisallowReplay
  @SuppressWarnings("UnusedVariable") // the event says all by its name
  void on(DeliveryFailed event) {
    count(NotificationStatus.FAILED);
  }

  /** A batch that fails comes again. */
  private void count(NotificationStatus state) {
    CurrentUnitOfWork.get()
        .afterCommit(batch -> Objects.requireNonNull(mails.get(state)).increment());
  }
}
