package homework.arch.api.order;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record OrderPlaced(
    UUID orderId, UUID userId, Money price, @Nullable String description, Instant placedAt)
    implements OrderEvent {}
