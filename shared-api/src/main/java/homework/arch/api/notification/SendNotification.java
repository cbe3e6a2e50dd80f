package homework.arch.api.notification;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Mails a user, once per notification id; answered with {@link NotificationSent}, the first one if
 * it is a repeat. The address is looked up by the handler.
 *
 * @param orderId the order that the mail is about, if it is about one
 */
public record SendNotification(
    @TargetAggregateIdentifier UUID notificationId,
    UUID userId,
    NotificationKind kind,
    String subject,
    String text,
    @Nullable UUID orderId)
    implements NotificationCommand {}
