package homework.arch.api.billing;

import java.util.Objects;
import java.util.UUID;

/**
 * Opens a user's account with a balance of nothing, or again with what came back to it since it was
 * closed; a repeat changes nothing.
 *
 * @param registration the user's registration that it is opened for, by the number of its event in
 *     the user's stream; one that has ended opens nothing. Versions before 1.1 do not tell it: they
 *     know only the first
 */
public record OpenAccount(UUID userId, Long registration) implements AccountCommand {

  public OpenAccount {
    registration = Objects.requireNonNullElse(registration, 0L);
  }
}
