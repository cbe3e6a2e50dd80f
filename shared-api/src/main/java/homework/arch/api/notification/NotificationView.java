package homework.arch.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param email null if it was not known, or the user has been erased since
 * @param subject null if the user has been erased since, as is the text
 * @param failure why it was not delivered; null if it was, or was never tried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
    UUID notificationId,
    UUID userId,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String email,
    NotificationKind kind,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String subject,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String text,
    @Nullable UUID orderId,
    NotificationStatus status,
    @Nullable String failure,
    Instant createdAt) {

  public static NotificationView of(NotificationSent event) {
    return new NotificationView(
        event.notificationId(),
        event.userId(),
        event.email(),
        event.kind(),
        event.subject(),
        event.text(),
        event.orderId(),
        event.status(),
        null,
        event.createdAt());
  }

  /** As it is after its user was erased. */
  public NotificationView erased() {
    return new NotificationView(
        notificationId, userId, null, kind, null, null, orderId, status, failure, createdAt);
  }
}
