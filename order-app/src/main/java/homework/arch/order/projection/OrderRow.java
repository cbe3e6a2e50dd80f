package homework.arch.order.projection;

import homework.arch.api.Money;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(schema = "orders", name = "order_view")
class OrderRow {

  @Id private UUID orderId;
  private UUID userId;
  private long price;
  private @Nullable String description;

  @Enumerated(EnumType.STRING)
  private OrderStatus status;

  @Enumerated(EnumType.STRING)
  private @Nullable RejectionReason rejectionReason;

  private Instant placedAt;
  private @Nullable Instant decidedAt;

  protected OrderRow() {}

  OrderView toView() {
    return new OrderView(
        orderId,
        userId,
        new Money(price),
        description,
        status,
        rejectionReason,
        placedAt,
        decidedAt);
  }
}
