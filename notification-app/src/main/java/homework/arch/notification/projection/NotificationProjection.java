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
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.processors.BatchedWrite;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
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

  private final BatchedWrite<NotificationSent> sent;
  private final BatchedWrite<Delivery> deliveries;

  NotificationProjection(
      NotificationRows notifications, Answers answers, ProcessorDatabase database) {
    this.notifications = notifications;
    this.answers = answers;
    this.database = database;
    sent =
        BatchedWrite.insert(
                database, "notifications.notification_view", NotificationSent::notificationId)
            .with("notification_id", "uuid", NotificationSent::notificationId)
            .with("user_id", "uuid", NotificationSent::userId)
            .with("kind", "text", NotificationSent::kind)
            .with("subject", "text", NotificationSent::subject)
            .with("text", "text", NotificationSent::text)
            .with("order_id", "uuid", NotificationSent::orderId)
            .with("status", "text", NotificationSent::status)
            .with("created_at", "timestamptz", NotificationSent::createdAt);
    deliveries =
        BatchedWrite.update(database, "notifications.notification_view", Delivery::notificationId)
            .with("notification_id", "uuid", Delivery::notificationId)
            .with("status", "text", Delivery::status)
            .with("failure", "text", Delivery::failure);
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate notifications.notification_view");
  }

  @EventHandler
  void on(NotificationSent event) {
    sent.add(isInClear(event) ? sealed(event) : event);
  }

  private static boolean isInClear(NotificationSent event) {
    return event.kind() == NotificationKind.DIRECT && !Sealed.is(event.subject());
  }

  /** Events of earlier versions tell in clear what no table holds any more. */
  private NotificationSent sealed(NotificationSent event) {
    List<@Nullable String> texts =
        answers
            .to(
                new SealTexts(
                    List.of(
                        new TextOfUser(event.userId(), "subject", event.subject()),
                        new TextOfUser(event.userId(), "text", event.text()))),
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

  @QueryHandler
  NotificationPage handle(FindNotifications query) {
    UUID from = query.from();
    if (from != null) {
      List<NotificationRow> rows =
          notifications.findByNotificationIdGreaterThanEqualOrderByNotificationId(
              from, Limit.of(query.size()));
      return new NotificationPage(rows.stream().map(NotificationRow::toView).toList(), rows.size());
    }
    Page<NotificationRow> page =
        notifications.findAll(
            Example.of(NotificationRow.like(query.userId(), query.orderId())),
            PageRequest.of(query.page(), query.size(), NEWEST_FIRST));
    return new NotificationPage(
        page.map(NotificationRow::toView).getContent(), page.getTotalElements());
  }
}
