package homework.arch.user.domain;

import java.util.Optional;
import java.util.UUID;

/** Who owns which e-mail address; upper and lower case are the same. */
public interface Emails {

  Optional<UUID> ownerOf(String email);

  /** Claims a free address as part of the current command, which fails if another was quicker. */
  void claim(String email, UUID userId);
}
