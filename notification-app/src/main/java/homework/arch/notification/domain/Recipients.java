package homework.arch.notification.domain;

import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.SendNotification;
import java.util.UUID;

/** What another service knows of who gets mail. That it could not be asked is an exception. */
public interface Recipients {

  /** Whether mail for a user has an address to go to. */
  boolean hasAddress(UUID userId);

  /** Whether two direct mails say the same: sealed twice, a text looks different each time. */
  boolean readTheSame(NotificationSent first, SendNotification repeat);
}
