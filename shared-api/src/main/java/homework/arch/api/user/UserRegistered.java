package homework.arch.api.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param name sealed, see {@link Sealed}
 * @param email sealed
 * @param emailHash a keyed hash, after which the stream is named that holds the address for the
 *     user; earlier versions had none
 */
public record UserRegistered(
    UUID userId, String name, String email, @Nullable String emailHash, Instant registeredAt)
    implements UserEvent {

  /** The same, told otherwise. */
  public UserRegistered with(String otherName, String otherEmail) {
    return new UserRegistered(userId, otherName, otherEmail, emailHash, registeredAt);
  }
}
