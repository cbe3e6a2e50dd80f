package homework.arch.notification.projection;

import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.user.SealTexts;
import homework.arch.api.user.Sealed;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.processors.BatchedWrite;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The mail as a table, and the question that is answered from it. */
@Component
@ProcessingGroup(NotificationProjection.PROCESSOR)
public class NotificationProjection {

  public static final String PROCESSOR = "notification-projection";

  private static final Sort NEWEST_FIRST =
      Sort.by(Sort.Order.desc("createdAt"), Sort.Order.asc("notificationId"));

  private final NotificationRows notifications;
  private final Answers answers;
  private final ProcessorDatabase database;

  /** What became of a mail that was to leave. */
  private record Delivery(
      UUID notificationId, NotificationStatus status, @Nullable String failure) {}

  /**
   * A mail or an erasure, and where it stands in the stream of all events: a mail that stands
   * before an erasure of its user is of a person who is forgotten.
   */
  private record Placed<T>(T event, long position) {}

  private final BatchedWrite<Placed<NotificationSent>> sent;
  private final BatchedWrite<Placed<UserErased>> erasures;
  private final BatchedWrite<Delivery> deliveries;

  NotificationProjection(
      NotificationRows notifications, Answers answers, ProcessorDatabase database) {
    this.notifications = notifications;
    this.answers = answers;
    this.database = database;
    sent =
        BatchedWrite.<Placed<NotificationSent>>insert(
                database, "notifications.notification_view", mail -> mail.event().notificationId())
            .with("notification_id", "uuid", mail -> mail.event().notificationId())
            .with("user_id", "uuid", mail -> mail.event().userId())
            .with("kind", "text", mail -> mail.event().kind())
            .with("subject", "text", mail -> mail.event().subject())
            .with("text", "text", mail -> mail.event().text())
            .with("order_id", "uuid", mail -> mail.event().orderId())
            .with("status", "text", mail -> mail.event().status())
            .with("created_at", "timestamptz", mail -> mail.event().createdAt())
            .with("stream_position", "bigint", Placed::position);
    erasures =
        BatchedWrite.<Placed<UserErased>>insert(database, "notifications.erasure", Placed::position)
            .with("user_id", "uuid", erasure -> erasure.event().userId())
            .with("stream_position", "bigint", Placed::position);
    deliveries =
        BatchedWrite.update(database, "notifications.notification_view", Delivery::notificationId)
            .with("notification_id", "uuid", Delivery::notificationId)
            .with("status", "text", Delivery::status)
            .with("failure", "text", Delivery::failure);
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate notifications.notification_view, notifications.erasure");
  }

  @EventHandler
  void on(NotificationSent event, TrackedEventMessage<?> message) {
    sent.add(new Placed<>(isInClear(event) ? sealed(event) : event, position(message)));
  }

  @EventHandler
  void on(UserErased event, TrackedEventMessage<?> message) {
    erasures.add(new Placed<>(event, position(message)));
  }

  private static long position(TrackedEventMessage<?> message) {
    return message.trackingToken().position().orElseThrow();
  }

  private static boolean isInClear(NotificationSent event) {
    return event.kind() == NotificationKind.DIRECT && !Sealed.is(event.subject());
  }

  /** Events of earlier versions tell in clear what no table holds any more. */
  private NotificationSent sealed(NotificationSent event) {
    List<@Nullable String> texts =
        answers
            .to(
                new SealTexts(TextOfUser.ofMail(event.userId(), event.subject(), event.text())),
                Texts.class)
            .join()
            .texts();
    return event.with(
        Objects.requireNonNullElse(texts.get(0), Sealed.MARK),
        Objects.requireNonNullElse(texts.get(1), Sealed.MARK));
  }

  @EventHandler
  void on(NotificationDelivered event) {
    deliveries.add(new Delivery(event.notificationId(), NotificationStatus.SENT, null));
  }

  @EventHandler
  void on(DeliveryFailed event) {
    deliveries.add(new Delivery(event.notificationId(), NotificationStatus.FAILED, event.cause()));
  }

  /** From an id on they are told as the events have them, whoever was erased. */
  @QueryHandler
  NotificationPage handle(FindNotifications query) {
    UUID from = query.from();
    if (from != null) {
      List<NotificationRow> rows =
          notifications.findByNotificationIdGreaterThanEqualOrderByNotificationId(
              from, Limit.of(query.size()));
      return new NotificationPage(
          rows.stream().map(NotificationRow::toStoredView).toList(), rows.size());
    }
    Page<NotificationRow> page =
        notifications.findAll(
            Example.of(NotificationRow.like(query.userId(), query.orderId())),
            PageRequest.of(query.page(), query.size(), NEWEST_FIRST));
    return new NotificationPage(
        page.map(NotificationRow::toView).getContent(), page.getTotalElements());
  }
}
