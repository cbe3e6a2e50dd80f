package homework.arch.api.billing;

import homework.arch.api.Money;
import java.util.UUID;

/**
 * Takes the price of an order from the user's account, once per order. What comes of it is an
 * event: {@link AccountDebited} or {@link DebitRejected}. A repeat, at any time later, takes
 * nothing.
 */
public record DebitAccount(UUID orderId, UUID userId, Money amount) implements AccountCommand {}
