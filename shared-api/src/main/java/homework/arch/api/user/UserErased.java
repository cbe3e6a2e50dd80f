package homework.arch.api.user;

import java.time.Instant;
import java.util.UUID;

/** Who the user was is forgotten. The same id may be registered again. */
public record UserErased(UUID userId, Instant erasedAt) implements UserEvent {}
