package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

/** What is common to the events that tell of an operation on an account, or of its refusal. */
public sealed interface Operation
    permits FundsDeposited,
        FundsWithdrawn,
        WithdrawalRejected,
        AccountDebited,
        DebitRejected,
        PaymentRefunded,
        PaymentVoided {

  UUID operationId();

  UUID userId();

  Money amount();

  Instant at();
}
