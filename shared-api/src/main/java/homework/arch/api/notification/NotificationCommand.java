package homework.arch.api.notification;

import java.util.UUID;

/** What can be asked of a notification; handled by notification-app. */
public sealed interface NotificationCommand
    permits SendNotification, FailNotification, RecordDelivery, RecordDeliveryFailure {

  UUID notificationId();
}
