package homework.arch.notification.process;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import homework.arch.api.notification.DeliveryRequested;
import homework.arch.api.notification.RecordDeliveryFailure;
import homework.arch.platform.parked.Compensation;
import java.time.Clock;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

/** What is to be mailed becomes a task, in the transaction in which the event is handled. */
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

  private final SchedulerClient tasks;
  private final Clock clock;

  public WhenDeliveryIsRequestedThenMail(SchedulerClient tasks, Clock clock) {
    this.tasks = tasks;
    this.clock = clock;
  }

  @EventHandler
  void on(DeliveryRequested event) {
    tasks.scheduleIfNotExists(
        MailDelivery.TASK.instance(event.notificationId().toString()).build(), clock.instant());
  }
}
