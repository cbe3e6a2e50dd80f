package homework.arch.api.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation, and its place in the list of an account.
 *
 * @param userId whose account
 * @param sequence the number of its event in the account's stream, which the list is ordered by
 * @param balance what was on the account afterwards
 * @param orderId the order that was paid or refunded, if one was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryView(
    UUID operationId,
    UUID userId,
    long sequence,
    OperationKind kind,
    Money amount,
    Money balance,
    @Nullable UUID orderId,
    Instant at) {}
