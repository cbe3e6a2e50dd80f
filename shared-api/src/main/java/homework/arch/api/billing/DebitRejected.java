package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

/** The price of an order was not taken, and will not be taken later. */
public record DebitRejected(
    UUID operationId, UUID orderId, UUID userId, Money amount, Reason reason, Instant at)
    implements AccountEvent, AccountOperation {

  public enum Reason {
    INSUFFICIENT_FUNDS,
    ACCOUNT_NOT_FOUND
  }
}
