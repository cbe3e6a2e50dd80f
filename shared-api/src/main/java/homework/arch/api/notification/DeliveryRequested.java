package homework.arch.api.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail is to leave, to the user's address: {@link NotificationSent} of the same notification
 * tells what it says.
 *
 * @param orderId the order that the mail is about, if it is about one
 */
public record DeliveryRequested(
    UUID notificationId, UUID userId, @Nullable UUID orderId, Instant at)
    implements NotificationEvent {}
