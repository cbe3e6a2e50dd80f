package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * There was too little money for a withdrawal. It is an event although nothing moved: the decision
 * is checked by the event store against everything before it, and a repeat gets the same answer.
 *
 * @param balance what was on the account
 */
public record WithdrawalRejected(
    UUID operationId, UUID userId, Money amount, Money balance, Instant at)
    implements AccountEvent, AccountOperation {}
