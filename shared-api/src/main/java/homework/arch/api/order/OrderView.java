package homework.arch.api.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import homework.arch.api.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
    UUID orderId,
    UUID userId,
    Money price,
    @Nullable String description,
    OrderStatus status,
    @Nullable RejectionReason rejectionReason,
    Instant placedAt,
    @Nullable Instant decidedAt) {

  /** The order as it is at once after it was placed. */
  public static OrderView placed(OrderPlaced event) {
    return new OrderView(
        event.orderId(),
        event.userId(),
        event.price(),
        event.description(),
        OrderStatus.PENDING,
        null,
        event.placedAt(),
        null);
  }

  /** The order after the next of its events. */
  public OrderView after(OrderEvent event) {
    if (event instanceof OrderApproved approved) {
      return decided(OrderStatus.APPROVED, null, approved.approvedAt());
    }
    if (event instanceof OrderRejected rejected) {
      return decided(OrderStatus.REJECTED, rejected.reason(), rejected.rejectedAt());
    }
    if (event instanceof OrderCancelled cancelled) {
      return decided(OrderStatus.CANCELLED, null, cancelled.cancelledAt());
    }
    return this;
  }

  private OrderView decided(OrderStatus decision, @Nullable RejectionReason reason, Instant at) {
    return new OrderView(orderId, userId, price, description, decision, reason, placedAt, at);
  }
}
