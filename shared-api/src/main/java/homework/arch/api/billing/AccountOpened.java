package homework.arch.api.billing;

import java.time.Instant;
import java.util.UUID;

public record AccountOpened(UUID userId, Instant openedAt) implements AccountEvent {}
