package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * Nothing was taken for an order, and nothing will be: a debit that comes later finds this.
 *
 * @param amount the price of the order
 */
public record PaymentVoided(UUID operationId, UUID orderId, UUID userId, Money amount, Instant at)
    implements AccountEvent, AccountOperation {}
