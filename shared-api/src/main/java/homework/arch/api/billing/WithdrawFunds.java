package homework.arch.api.billing;

import homework.arch.api.Money;
import java.util.UUID;

/**
 * Takes money from an account, once per operation id; answered with {@link OperationRecorded}, the
 * first one if it is a repeat. That it was refused for want of money is remembered as well.
 */
public record WithdrawFunds(UUID operationId, UUID userId, Money amount)
    implements AccountCommand {}
