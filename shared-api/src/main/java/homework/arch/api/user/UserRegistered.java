package homework.arch.api.user;

import java.time.Instant;
import java.util.UUID;

public record UserRegistered(UUID userId, String name, String email, Instant registeredAt)
    implements UserEvent {}
