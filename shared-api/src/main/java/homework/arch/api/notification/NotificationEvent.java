package homework.arch.api.notification;

import java.util.UUID;

/** What has happened to a notification; published by notification-app. */
public sealed interface NotificationEvent
    permits NotificationSent, DeliveryRequested, NotificationDelivered, DeliveryFailed {

  UUID notificationId();
}
