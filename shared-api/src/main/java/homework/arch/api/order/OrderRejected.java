package homework.arch.api.order;

import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;

public record OrderRejected(
    UUID orderId, UUID userId, Money price, RejectionReason reason, Instant rejectedAt)
    implements OrderEvent {}
