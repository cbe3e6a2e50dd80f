package homework.arch.api.notification;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Mails a user, once per notification id; answered with {@link NotificationSent}, the first one if
 * it is a repeat. The address is looked up when the mail leaves or is read.
 *
 * @param subject sealed if it is a direct mail, see {@link homework.arch.api.user.SealTexts}
 * @param text sealed if it is a direct mail
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
