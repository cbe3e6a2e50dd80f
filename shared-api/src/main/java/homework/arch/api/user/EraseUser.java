package homework.arch.api.user;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Ends a registration: who the user was is forgotten. Changes nothing if it has ended already.
 *
 * @param registration which one, by the number of its event in the user's stream: the user may have
 *     been registered again since this was sent
 */
public record EraseUser(@TargetAggregateIdentifier UUID userId, long registration)
    implements UserCommand {}
