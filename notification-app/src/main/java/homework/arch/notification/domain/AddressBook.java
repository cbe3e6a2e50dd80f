package homework.arch.notification.domain;

import java.util.Optional;
import java.util.UUID;

/** Where mail for a user goes. */
public interface AddressBook {

  /** Nothing means that there is no such user; that nobody could be asked is an exception. */
  Optional<String> emailOf(UUID userId);
}
