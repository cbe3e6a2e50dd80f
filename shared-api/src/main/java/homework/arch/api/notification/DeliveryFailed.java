package homework.arch.api.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mail did not leave, and nobody tries it any more.
 *
 * @param orderId the order that the mail is about, if it is about one
 * @param cause a sentence without the address
 */
public record DeliveryFailed(
    UUID notificationId, UUID userId, @Nullable UUID orderId, String cause, Instant at)
    implements NotificationEvent {}
