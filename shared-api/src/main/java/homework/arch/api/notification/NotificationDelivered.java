package homework.arch.api.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mail server has taken the mail.
 *
 * @param orderId the order that the mail is about, if it is about one
 */
public record NotificationDelivered(
    UUID notificationId, UUID userId, @Nullable UUID orderId, Instant at)
    implements NotificationEvent {}
