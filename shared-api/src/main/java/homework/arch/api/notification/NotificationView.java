package homework.arch.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param email null as long as it is not looked up, or if there is none
 * @param subject null if nobody can read it any more
 * @param text null if nobody can read it any more
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

  /** As it is stored. */
  public static NotificationView of(NotificationSent event) {
    return new NotificationView(
        event.notificationId(),
        event.userId(),
        null,
        event.kind(),
        event.subject(),
        event.text(),
        event.orderId(),
        event.status(),
        null,
        event.createdAt());
  }

  /** With what is looked up, and opened. */
  public NotificationView read(
      @Nullable String address, @Nullable String openedSubject, @Nullable String openedText) {
    return new NotificationView(
        notificationId,
        userId,
        address,
        kind,
        openedSubject,
        openedText,
        orderId,
        status,
        failure,
        createdAt);
  }

  /** Without what it said, and to whom, as its user was erased. */
  public NotificationView forgotten() {
    return read(null, null, null);
  }

  public boolean wasForgotten() {
    return subject == null;
  }

  /** Whether there was an address when it was stored, and may be still. */
  public boolean hadAddress() {
    return !wasForgotten() && (status != NotificationStatus.FAILED || failure != null);
  }

  /** Without what it tells of the person. */
  @Override
  public String toString() {
    return "NotificationView[" + notificationId + "]";
  }
}
