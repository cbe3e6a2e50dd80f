package homework.arch.notification.domain;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import homework.arch.api.Refused;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.DeliveryRequested;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.RecordDelivery;
import homework.arch.api.notification.RecordDeliveryFailure;
import homework.arch.api.notification.SendNotification;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A mail to a user, which is sent once. */
public class Notification {

  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private @Nullable UUID notificationId;

  private @Nullable NotificationSent sent;

  /** None before it is asked for, and none any more when it has ended. */
  private @Nullable DeliveryRequested underWay;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  NotificationSent handle(
      SendNotification command, Recipients recipients, DeliveryTerms terms, Instant now) {
    if (sent != null) {
      return repeated(sent, command, recipients);
    }
    boolean hasAddress = recipients.hasAddress(command.userId());
    if (!hasAddress && command.kind() == NotificationKind.DIRECT) {
      throw new Refused(
          Refused.Reason.USER_NOT_FOUND, "There is no user " + command.userId() + ".");
    }
    NotificationSent event =
        new NotificationSent(
            command.notificationId(),
            command.userId(),
            null,
            command.kind(),
            command.subject(),
            command.text(),
            command.orderId(),
            hasAddress ? NotificationStatus.STORED : NotificationStatus.FAILED,
            now);
    apply(event);
    if (terms.mailLeaves() && hasAddress) {
      apply(
          new DeliveryRequested(
              command.notificationId(), command.userId(), command.orderId(), now));
    }
    return event;
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(FailNotification command, Instant now) {
    if (sent == null) {
      apply(
          new NotificationSent(
              command.notificationId(),
              command.userId(),
              null,
              command.kind(),
              command.subject(),
              command.text(),
              command.orderId(),
              NotificationStatus.FAILED,
              now));
    }
  }

  @CommandHandler
  @SuppressWarnings("UnusedVariable") // the command says all by its name
  void handle(RecordDelivery command, Instant now) {
    if (underWay != null) {
      apply(
          new NotificationDelivered(
              underWay.notificationId(), underWay.userId(), underWay.orderId(), now));
    }
  }

  @CommandHandler
  void handle(RecordDeliveryFailure command, Instant now) {
    if (underWay != null) {
      apply(
          new DeliveryFailed(
              underWay.notificationId(),
              underWay.userId(),
              underWay.orderId(),
              command.cause(),
              now));
    }
  }

  private static NotificationSent repeated(
      NotificationSent first, SendNotification command, Recipients recipients) {
    if (!first.userId().equals(command.userId())
        || first.kind() != command.kind()
        || !Objects.equals(first.orderId(), command.orderId())
        || !readsTheSame(first, command, recipients)) {
      throw new Refused(
          Refused.Reason.ID_REUSED, "This notification was sent with other contents.");
    }
    return first;
  }

  /** What is sealed looks different each time, and what nobody can open is the same as nothing. */
  private static boolean readsTheSame(
      NotificationSent first, SendNotification command, Recipients recipients) {
    if (first.subject().equals(command.subject()) && first.text().equals(command.text())) {
      return true;
    }
    if (first.kind() != NotificationKind.DIRECT) {
      return false;
    }
    Optional<NotificationSent> inClear = recipients.inClear(first);
    return inClear.isPresent()
        && inClear.equals(recipients.inClear(first.with(command.subject(), command.text())));
  }

  @EventSourcingHandler
  void on(NotificationSent event) {
    notificationId = event.notificationId();
    sent = event;
  }

  @EventSourcingHandler
  void on(DeliveryRequested event) {
    underWay = event;
  }

  @EventSourcingHandler
  void on(NotificationDelivered event) {
    underWay = null;
  }

  @EventSourcingHandler
  void on(DeliveryFailed event) {
    underWay = null;
  }
}
