package homework.arch.api.user;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Registers a user; answered with {@link UserRegistered}, the first one if it is a repeat. */
public record RegisterUser(@TargetAggregateIdentifier UUID userId, String name, String email)
    implements UserCommand {}
