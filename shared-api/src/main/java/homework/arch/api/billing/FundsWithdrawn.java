package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

public record FundsWithdrawn(UUID operationId, UUID userId, Money amount, Money balance, Instant at)
    implements AccountEvent, AccountOperation {}
