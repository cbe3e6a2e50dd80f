package homework.arch.api.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param openedAt for the first time
 * @param updatedAt when the balance changed last
 * @param closedAt null while it is open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
    UUID userId,
    Money balance,
    String currency,
    Instant openedAt,
    Instant updatedAt,
    @Nullable Instant closedAt) {}
