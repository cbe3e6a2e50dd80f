package homework.arch.api.order;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * @param decideBy when the order is given up if nobody has decided it
 */
@Revision("1")
public record OrderPlaced(
    UUID orderId,
    UUID userId,
    Money price,
    @Nullable String description,
    Instant placedAt,
    Instant decideBy)
    implements OrderEvent {}
