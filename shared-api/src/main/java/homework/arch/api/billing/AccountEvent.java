package homework.arch.api.billing;

import java.util.UUID;

/** What has happened to an account; published by billing-app. */
public sealed interface AccountEvent
    permits AccountOpened,
        AccountClosed,
        FundsDeposited,
        FundsWithdrawn,
        WithdrawalRejected,
        AccountDebited,
        DebitRejected,
        PaymentRefunded,
        PaymentVoided,
        OperationRecorded {

  UUID userId();
}
