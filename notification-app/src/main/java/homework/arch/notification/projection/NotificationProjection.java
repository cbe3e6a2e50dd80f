package homework.arch.notification.projection;

import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationSent;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.data.domain.Example;
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

  NotificationProjection(NotificationRows notifications) {
    this.notifications = notifications;
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    notifications.deleteAllInBatch();
  }

  @EventHandler
  void on(NotificationSent event) {
    notifications.save(new NotificationRow(event));
  }

  @EventHandler
  void on(NotificationDelivered event) {
    notifications.findById(event.notificationId()).orElseThrow().setSent();
  }

  @EventHandler
  void on(DeliveryFailed event) {
    notifications.findById(event.notificationId()).orElseThrow().setFailed(event.cause());
  }

  @QueryHandler
  NotificationPage handle(FindNotifications query) {
    Page<NotificationRow> page =
        notifications.findAll(
            Example.of(NotificationRow.like(query.userId(), query.orderId())),
            PageRequest.of(query.page(), query.size(), NEWEST_FIRST));
    return new NotificationPage(
        page.map(NotificationRow::toView).getContent(), page.getTotalElements());
  }
}
