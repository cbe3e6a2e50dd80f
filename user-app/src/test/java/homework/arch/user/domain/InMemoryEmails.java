package homework.arch.user.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Addresses and their owners. */
final class InMemoryEmails implements Emails {

  private final Map<Mailbox, UUID> owners = new HashMap<>();

  @Override
  public Optional<UUID> ownerOf(String email) {
    return Optional.ofNullable(owners.get(Mailbox.of(email)));
  }

  @Override
  public void release(String email, UUID userId) {
    owners.remove(Mailbox.of(email), userId);
  }

  @Override
  public void claim(String email, UUID userId) {
    if (owners.putIfAbsent(Mailbox.of(email), userId) != null) {
      throw new IllegalStateException(email + " is claimed already");
    }
  }
}
