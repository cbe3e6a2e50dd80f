package homework.arch.notification.domain;

import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.SendNotification;

/** What direct mail says, which is sealed: each time it looks different. */
public interface SealedTexts {

  /** Whether both say the same. That nobody could be asked is an exception. */
  boolean areSame(NotificationSent first, SendNotification repeat);
}
