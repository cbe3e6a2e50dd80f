package homework.arch.notification.projection;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.NotificationView;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(schema = "notifications", name = "notification_view")
class NotificationRow {

  @Id private UUID notificationId;
  private UUID userId;

  @Enumerated(EnumType.STRING)
  private NotificationKind kind;

  private String subject;
  private String text;
  private @Nullable UUID orderId;

  @Enumerated(EnumType.STRING)
  private NotificationStatus status;

  private @Nullable String failure;

  private Instant createdAt;
  private @Nullable Long streamPosition;

  protected NotificationRow() {}

  /** A row to compare others with; what is null does not count. */
  static NotificationRow like(@Nullable UUID userId, @Nullable UUID orderId) {
    NotificationRow row = new NotificationRow();
    row.userId = userId;
    row.orderId = orderId;
    return row;
  }

  UUID userId() {
    return userId;
  }

  /** Versions that erased nobody did not write down where it stands. */
  boolean isBefore(long position) {
    return streamPosition == null || streamPosition < position;
  }

  /** As it is stored. */
  NotificationView toView() {
    return new NotificationView(
        notificationId, userId, null, kind, subject, text, orderId, status, failure, createdAt);
  }
}
