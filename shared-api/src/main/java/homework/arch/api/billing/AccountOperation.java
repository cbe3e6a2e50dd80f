package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all events of an account have in common that tell what became of an operation on it. */
public interface AccountOperation {

  UUID operationId();

  UUID userId();

  Money amount();

  /** What was on the account afterwards, if the event tells it. */
  default @Nullable Money balance() {
    return null;
  }

  /** The order that was to be paid or was refunded, if there is one. */
  default @Nullable UUID orderId() {
    return null;
  }

  Instant at();

  default OperationKind kind() {
    if (orderId() != null) {
      return this instanceof PaymentRefunded
          ? OperationKind.ORDER_REFUND
          : OperationKind.ORDER_PAYMENT;
    }
    return this instanceof FundsDeposited ? OperationKind.DEPOSIT : OperationKind.WITHDRAWAL;
  }

  /** Whether the money moved. */
  default boolean accepted() {
    return balance() != null && !(this instanceof WithdrawalRejected);
  }
}
