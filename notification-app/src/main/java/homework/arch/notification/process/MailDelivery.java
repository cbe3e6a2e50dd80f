package homework.arch.notification.process;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import homework.arch.api.notification.NotificationCommand;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.RecordDelivery;
import homework.arch.api.notification.RecordDeliveryFailure;
import homework.arch.notification.process.Attempts.Attempt;
import homework.arch.notification.process.Handover.Outcome;
import homework.arch.platform.axon.Retries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The task that hands a mail over to the mail server, again after a pause if it must, and tells the
 * notification how it ended.
 *
 * <p>Each attempt is written down and committed before it is made. If the process dies before its
 * outcome is known, the next attempt may be a second mail, with the same Message-ID: the mail is
 * delivered at least once. What is written down as taken is never handed over again, however often
 * the task is scheduled.
 */
public final class MailDelivery {

  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("mail");

  private static final Logger log = LoggerFactory.getLogger(MailDelivery.class);

  private final EventStore events;
  private final MailServer server;
  private final Attempts attempts;
  private final Retries retries;
  private final CommandGateway commands;
  private final Clock clock;
  private final MeterRegistry meters;

  public MailDelivery(
      EventStore events,
      MailServer server,
      JdbcClient jdbc,
      Retries retries,
      CommandGateway commands,
      Clock clock,
      MeterRegistry meters) {
    this.events = events;
    this.server = server;
    this.attempts = new Attempts(jdbc, clock);
    this.retries = retries;
    this.commands = commands;
    this.clock = clock;
    this.meters = meters;
  }

  public Task<Void> task() {
    return Tasks.custom(TASK)
        // Not the mail server's failure: the database is away, or Axon Server.
        .onFailure(
            (failed, operations) ->
                operations.reschedule(
                    failed, pauseAfter(failed.getExecution().consecutiveFailures + 1)))
        .execute((task, context) -> deliver(UUID.fromString(task.getId())));
  }

  private CompletionHandler<Void> deliver(UUID notificationId) {
    List<Attempt> before = attempts.of(notificationId);
    Optional<NotificationCommand> end = end(notificationId, before);
    if (end.isEmpty()) {
      attempt(notificationId, before.size() + 1);
      end = end(notificationId, attempts.of(notificationId));
    }
    if (end.isEmpty()) {
      return (done, operations) -> operations.reschedule(done, pauseAfter(before.size() + 1));
    }
    // Not sendAndWait, which waits without a bound.
    commands.send(end.get()).join();
    return new CompletionHandler.OnCompleteRemove<>();
  }

  /** How the delivery has ended, if it has. */
  private Optional<NotificationCommand> end(UUID notificationId, List<Attempt> made) {
    if (made.stream().anyMatch(attempt -> attempt.hasEndedAs(Outcome.SENT))) {
      return Optional.of(new RecordDelivery(notificationId));
    }
    return made.stream()
        .filter(
            attempt ->
                attempt.hasEndedAs(Outcome.REFUSED) || attempt.number() >= retries.attempts())
        .findFirst()
        .map(last -> new RecordDeliveryFailure(notificationId, last.cause()));
  }

  private void attempt(UUID notificationId, int number) {
    NotificationSent mail = mail(notificationId);
    attempts.begin(notificationId, number);
    Timer.Sample time = Timer.start(meters);
    Handover handover = server.handOver(mail);
    attempts.end(notificationId, number, handover);
    String outcome = handover.outcome().name().toLowerCase(Locale.ROOT);
    time.stop(
        Timer.builder("arch.mail.deliveries")
            .description("Attempts to hand a mail over to the mail server")
            .tag("outcome", outcome)
            .register(meters));
    if (handover.outcome() != Outcome.SENT) {
      log.warn(
          "Mail {} was {} by {}, attempt {} of {}: {}",
          notificationId,
          outcome,
          server,
          number,
          retries.attempts(),
          handover.cause());
    }
  }

  /** As it was stored: the read model may lag, and is not what the delivery is about. */
  private NotificationSent mail(UUID notificationId) {
    return events
        .readEvents(notificationId.toString())
        .asStream()
        .<Object>map(Message::getPayload)
        .filter(NotificationSent.class::isInstance)
        .map(NotificationSent.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private Instant pauseAfter(int failures) {
    return clock.instant().plus(retries.pauseAfter(failures));
  }
}
