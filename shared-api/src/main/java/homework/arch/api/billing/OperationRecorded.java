package homework.arch.api.billing;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * What became of one operation on an account. It is the first event of a stream named after the
 * operation, appended together with the account's own event: the event store itself refuses a
 * second one, and the account need not remember every operation it ever saw.
 *
 * @param accepted whether the money moved
 * @param balance what was on the account afterwards
 */
public record OperationRecorded(
    UUID operationId,
    UUID userId,
    OperationKind kind,
    Money amount,
    boolean accepted,
    Money balance,
    Instant at)
    implements AccountEvent {}
