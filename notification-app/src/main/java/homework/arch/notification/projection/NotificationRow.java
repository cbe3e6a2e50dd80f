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
import org.hibernate.annotations.Formula;
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

  /**
   * Whether it stands before an erasure of its user in the stream of all events. Versions that
   * erased nobody did not write down where it stands.
   */
  @Formula(
      """
      exists (select 1 from notifications.erasure e where e.user_id = user_id
        and e.stream_position > coalesce(stream_position, -1))""")
  private Boolean isForgotten;

  protected NotificationRow() {}

  /** A row to compare others with; what is null does not count. */
  static NotificationRow like(@Nullable UUID userId, @Nullable UUID orderId) {
    NotificationRow row = new NotificationRow();
    row.userId = userId;
    row.orderId = orderId;
    return row;
  }

  /** Without what it said if its user was erased since. */
  NotificationView toView() {
    return isForgotten ? toStoredView().forgotten() : toStoredView();
  }

  /** As it is stored. */
  NotificationView toStoredView() {
    return new NotificationView(
        notificationId, userId, null, kind, subject, text, orderId, status, failure, createdAt);
  }
}
