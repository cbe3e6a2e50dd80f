package homework.arch.api.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param balance what was on the account afterwards
 * @param orderId the order that was paid or refunded, if one was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationView(
    UUID operationId,
    OperationKind kind,
    Money amount,
    Money balance,
    @Nullable UUID orderId,
    Instant at) {}
