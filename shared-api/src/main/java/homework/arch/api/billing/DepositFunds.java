package homework.arch.api.billing;

import homework.arch.api.Money;
import java.util.UUID;

/**
 * Puts money on an account, once per operation id; answered with {@link OperationRecorded}, the
 * first one if it is a repeat.
 */
public record DepositFunds(UUID operationId, UUID userId, Money amount) implements AccountCommand {}
