package homework.arch.user.domain;

import java.util.Optional;
import java.util.UUID;

/** Who owns which e-mail address, however it is spelled: see {@link Mailbox}. */
public interface Emails {

  Optional<UUID> ownerOf(String email);

  /** Claims a free address as part of the current command, which fails if another was quicker. */
  void claim(String email, UUID userId);

  /** Releases an address of the user as part of the current command: anybody may claim it then. */
  void release(String email, UUID userId);
}
