package homework.arch.user.domain;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Addresses and their owners. */
final class InMemoryEmails implements Emails {

  private final Map<String, UUID> owners = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  @Override
  public Optional<UUID> ownerOf(String email) {
    return Optional.ofNullable(owners.get(email));
  }

  @Override
  public void claim(String email, UUID userId) {
    if (owners.putIfAbsent(email, userId) != null) {
      throw new IllegalStateException(email + " is claimed already");
    }
  }
}
