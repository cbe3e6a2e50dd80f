package homework.arch.notification.domain;

import java.util.UUID;

/** Whether mail for a user has an address to go to. */
public interface AddressBook {

  /** That nobody could be asked is an exception. */
  boolean has(UUID userId);
}
