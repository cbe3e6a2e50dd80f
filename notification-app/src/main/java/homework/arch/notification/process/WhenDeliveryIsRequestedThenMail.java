package homework.arch.notification.process;

import homework.arch.api.notification.DeliveryRequested;
import homework.arch.api.notification.RecordDeliveryFailure;
import homework.arch.platform.deadletters.Compensation;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

/** What is to be mailed goes into the outbox, in the transaction in which the event is handled. */
@ProcessingGroup(WhenDeliveryIsRequestedThenMail.PROCESSOR)
public class WhenDeliveryIsRequestedThenMail {

  public static final String PROCESSOR = "mail-delivery";

  /** A delivery that an operator gives up has failed. */
  public static final Compensation COMPENSATION =
      step ->
          step instanceof DeliveryRequested event
              ? List.of(
                  new RecordDeliveryFailure(
                      event.notificationId(), "It was given up by an operator."))
              : List.of();

  private final Outbox outbox;

  WhenDeliveryIsRequestedThenMail(Outbox outbox) {
    this.outbox = outbox;
  }

  @EventHandler
  void on(DeliveryRequested event) {
    outbox.add(event.notificationId());
  }
}
