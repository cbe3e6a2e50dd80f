package homework.arch.api.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param email of earlier versions alone; null since then. That there was an address is told by the
 *     status, which is {@code FAILED} if there was none
 * @param subject sealed if it is a direct mail
 * @param text sealed if it is a direct mail
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
    implements NotificationEvent {

  /** The same, told otherwise and without the address. */
  public NotificationSent with(String otherSubject, String otherText) {
    return new NotificationSent(
        notificationId, userId, null, kind, otherSubject, otherText, orderId, status, createdAt);
  }
}
