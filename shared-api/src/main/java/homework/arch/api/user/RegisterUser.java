package homework.arch.api.user;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Registers a user; answered with {@link UserRegistered}, the first one if it is a repeat.
 *
 * @param name sealed, see {@link Sealed}
 * @param email sealed
 * @param emailHash a keyed hash, by which it is known that two e-mail addresses are the same
 * @param since from which place in the user's stream on the key is the user's that it was sealed
 *     by: that behind the last erasure, or 0
 */
public record RegisterUser(
    @TargetAggregateIdentifier UUID userId, String name, String email, String emailHash, long since)
    implements UserCommand {}
