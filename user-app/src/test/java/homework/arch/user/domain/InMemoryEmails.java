package homework.arch.user.domain;

import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserRegistered;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The hashes of addresses, and their owners. */
final class InMemoryEmails implements Emails {

  private final Map<String, UUID> owners = new HashMap<>();

  Optional<UUID> ownerOf(RegisterUser registration) {
    return Optional.ofNullable(owners.get(registration.emailHash()));
  }

  @Override
  public void release(UserRegistered registration) {
    owners.remove(registration.emailHash(), registration.userId());
  }

  @Override
  public boolean claim(RegisterUser registration, long since) {
    if (registration.since() < since) {
      throw new IllegalStateException("sealed by a key of before");
    }
    return owners.putIfAbsent(registration.emailHash(), registration.userId()) == null;
  }
}
