package homework.arch.api.order;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

public record OrderCancelled(
    UUID orderId, UUID userId, Money price, UUID cancellationId, Instant cancelledAt)
    implements OrderEvent {}
