package homework.arch.api.billing;

import homework.arch.api.Money;
import java.util.UUID;

/**
 * The order will not be paid, or not stay paid: what was taken for it comes back, once, and what
 * was not taken never will be. What comes of it is an event: {@link PaymentRefunded}, {@link
 * PaymentVoided}, or none if the debit was rejected before.
 *
 * @param amount the price of the order
 */
public record VoidPayment(UUID orderId, UUID userId, Money amount) implements AccountCommand {}
