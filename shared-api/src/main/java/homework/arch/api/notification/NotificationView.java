package homework.arch.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param failure why it was not delivered; null if it was, or was never tried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
    UUID notificationId,
    UUID userId,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String email,
    NotificationKind kind,
    String subject,
    String text,
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
}
