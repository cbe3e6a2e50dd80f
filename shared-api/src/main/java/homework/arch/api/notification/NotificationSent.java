package homework.arch.api.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param email null if the user is not known; the status is {@code FAILED} then
 * @param orderId the order that the mail is about, if it is about one
 */
public record NotificationSent(
    UUID notificationId,
    UUID userId,
    @Nullable String email,
    NotificationKind kind,
    String subject,
    String text,
    @Nullable UUID orderId,
    NotificationStatus status,
    Instant createdAt)
    implements NotificationEvent {}
