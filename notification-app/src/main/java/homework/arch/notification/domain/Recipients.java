package homework.arch.notification.domain;

import homework.arch.api.notification.NotificationSent;
import java.util.Optional;
import java.util.UUID;

/** What another service knows of who gets mail. That it could not be asked is an exception. */
public interface Recipients {

  /** Whether mail for a user has an address to go to. */
  boolean hasAddress(UUID userId);

  /** What a mail says. Nothing if its user's key was destroyed, some time after the erasure. */
  Optional<NotificationSent> inClear(NotificationSent mail);

  /** A mail with its address and in clear. Nothing if the user was erased. */
  Optional<Letter> letter(NotificationSent mail);
}
