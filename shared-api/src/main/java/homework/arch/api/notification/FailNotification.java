package homework.arch.api.notification;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A mail that could not be sent, and that nobody tries to send any more: it is kept as {@code
 * FAILED}. Changes nothing if it was sent after all.
 *
 * @param orderId the order that the mail is about, if it is about one
 */
public record FailNotification(
    @TargetAggregateIdentifier UUID notificationId,
    UUID userId,
    NotificationKind kind,
    String subject,
    String text,
    @Nullable UUID orderId)
    implements NotificationCommand {

  /** Instead of sending it. */
  public static FailNotification insteadOf(SendNotification command) {
    return new FailNotification(
        command.notificationId(),
        command.userId(),
        command.kind(),
        command.subject(),
        command.text(),
        command.orderId());
  }
}
