package homework.arch.notification.process;

import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.RecordDelivery;
import homework.arch.api.notification.RecordDeliveryFailure;
import homework.arch.notification.domain.Letter;
import homework.arch.notification.domain.Recipients;
import homework.arch.notification.process.Handover.Outcome;
import homework.arch.notification.process.Outbox.Attempt;
import homework.arch.platform.axon.Cause;
import homework.arch.platform.axon.MessageLog;
import homework.arch.platform.axon.Retries;
import homework.arch.platform.axon.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Hands the mail of the {@link Outbox} over to the mail server, again after a pause if it must, and
 * tells the notification how it ended.
 *
 * <p>Each attempt is written down and committed before it is made. If the process dies before its
 * outcome is known, the next attempt may be a second mail, with the same Message-ID: the mail is
 * delivered at least once. What is written down as taken is never handed over again, however often
 * it comes into the outbox.
 */
public final class MailDelivery implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MailDelivery.class);

  private static final int AT_ONCE = 4;

  /** How often a process says that it is still at a mail; well below the time it has. */
  private static final long KEEP_EVERY_SECONDS = 5;

  /** How long a stop waits for the mail that is under way, after the processors have stopped. */
  private static final long FINISH_WITHIN_SECONDS = 20;

  /** What the mail server has taken must not be forgotten because the database is away. */
  private static final RetryTemplate UNTIL_IT_IS_WRITTEN =
      new RetryTemplate(
          RetryPolicy.builder()
              .includes(DataAccessException.class)
              .delay(Duration.ofMillis(500))
              .maxRetries(Long.MAX_VALUE)
              .timeout(Duration.ofSeconds(30))
              .build());

  private final EventStore events;
  private final MailServer server;
  private final Outbox outbox;
  private final CommandGateway commands;
  private final Recipients recipients;
  private final MeterRegistry meters;
  private final MessageLog messageLog;
  private final Retries retries;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_ONCE, new AxonThreadFactory("mail"));
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(new AxonThreadFactory("mail-keeper"));
  private final Set<UUID> taken = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  MailDelivery(
      EventStore events,
      MailServer server,
      Outbox outbox,
      CommandGateway commands,
      Recipients recipients,
      MeterRegistry meters,
      MessageLog messageLog,
      @Value("${arch.mail.first-pause}") Duration firstPause,
      @Value("${arch.mail.longest-pause}") Duration longestPause,
      @Value("${arch.mail.attempts}") int attempts) {
    this.events = events;
    this.server = server;
    this.outbox = outbox;
    this.commands = commands;
    this.recipients = recipients;
    this.meters = meters;
    this.messageLog = messageLog;
    retries = new Retries(firstPause, longestPause, attempts);
    var unused =
        keeper.scheduleWithFixedDelay(
            this::keepWhatIsUnderWay, KEEP_EVERY_SECONDS, KEEP_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  void deliverWhatIsDue() {
    try {
      List<UUID> due = outbox.take(AT_ONCE);
      while (!due.isEmpty()) {
        taken.addAll(due);
        CompletableFuture.allOf(
                due.stream()
                    .map(mail -> CompletableFuture.runAsync(() -> deliver(mail), workers))
                    .toArray(CompletableFuture[]::new))
            .join();
        due = stopped ? List.of() : outbox.take(AT_ONCE);
      }
    } catch (DataAccessException | TransactionException e) {
      // The event processors tell that the database is away, the next round comes in a moment.
      log.debug("The mail that is due cannot be looked for now", e);
    }
  }

  /** Also while the process stops, until the last of it has ended. */
  private void keepWhatIsUnderWay() {
    try {
      outbox.keep(List.copyOf(taken));
    } catch (RuntimeException e) {
      log.debug("The mail under way cannot be kept now", e);
    }
  }

  private void deliver(UUID notificationId) {
    try {
      // As it was stored, which is its first event: the read model may lag, and is not what the
      // delivery is about.
      Message<?> stored = events.readEvents(notificationId.toString(), 0).next();
      messageLog.about(
          stored,
          "DeliverMail",
          () -> {
            deliver((NotificationSent) stored.getPayload());
            return null;
          });
    } catch (Exception e) {
      // Not the mail server's failure. That a part is away is told elsewhere.
      log.atLevel(Unavailable.isCauseOf(e) ? Level.DEBUG : Level.WARN)
          .log("The delivery of mail {} goes on later: {}", notificationId, Cause.of(e));
    } finally {
      taken.remove(notificationId);
    }
  }

  private void deliver(NotificationSent mail) {
    UUID notificationId = mail.notificationId();
    Attempt last = outbox.lastAttempt(notificationId).orElse(new Attempt(0, null, null));
    if (!isOver(last)) {
      Optional<Letter> letter = recipients.letter(mail);
      if (letter.isEmpty()) {
        end(notificationId, new RecordDeliveryFailure(notificationId, "The user was erased."));
        return;
      }
      last = attempt(letter.get(), last.number() + 1);
    }
    if (isOver(last)) {
      end(notificationId, outcome(notificationId, last));
    } else {
      outbox.tryAgainAfter(retries.pauseAfter(last.number()), notificationId, last.number());
    }
  }

  private void end(UUID notificationId, Object outcome) {
    // Not sendAndWait, which waits without a bound.
    commands.send(outcome).join();
    outbox.remove(notificationId);
  }

  private boolean isOver(Attempt last) {
    return last.outcome() == Outcome.SENT
        || last.outcome() == Outcome.REFUSED
        || last.number() >= retries.attempts();
  }

  private static Object outcome(UUID notificationId, Attempt last) {
    return last.outcome() == Outcome.SENT
        ? new RecordDelivery(notificationId)
        : new RecordDeliveryFailure(
            notificationId,
            Objects.requireNonNullElse(
                last.cause(), "It is not known whether the mail server took it."));
  }

  private Attempt attempt(Letter mail, int number) {
    UUID notificationId = mail.notificationId();
    outbox.begin(notificationId, number);
    Timer.Sample time = Timer.start(meters);
    Handover handover = server.handOver(mail);
    UNTIL_IT_IS_WRITTEN.invoke(() -> outbox.end(notificationId, number, handover));
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
    return new Attempt(number, handover.outcome(), handover.cause());
  }

  /** What is under way is finished, and nothing more is begun. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(FINISH_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{} mails are under way still; another process may send them again", taken.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.shutdownNow();
  }
}
