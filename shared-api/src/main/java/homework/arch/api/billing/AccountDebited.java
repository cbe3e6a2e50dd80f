package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

/** The price of an order was taken from the account. */
public record AccountDebited(
    UUID operationId, UUID orderId, UUID userId, Money amount, Money balance, Instant at)
    implements AccountEvent, AccountOperation {}
