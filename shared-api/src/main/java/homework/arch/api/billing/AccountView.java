package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

public record AccountView(
    UUID userId, Money balance, String currency, Instant openedAt, Instant updatedAt) {}
