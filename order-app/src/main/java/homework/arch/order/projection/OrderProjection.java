package homework.arch.order.projection;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The orders as a table, and the questions that are answered from it. */
@Component
@ProcessingGroup(OrderProjection.PROCESSOR)
public class OrderProjection {

  public static final String PROCESSOR = "order-projection";

  /** No order gets this id. */
  private static final UUID NO_ORDER = new UUID(0, 0);

  private static final Sort NEWEST_FIRST =
      Sort.by(Sort.Order.desc("placedAt"), Sort.Order.asc("orderId"));

  /** What became of an order. */
  private record Decision(
      UUID orderId, OrderStatus status, @Nullable RejectionReason reason, Instant at) {}

  private final OrderRows orders;
  private final OrderStream stream;
  private final ProcessorDatabase database;
  private final BatchedWrite<OrderPlaced> placed;
  private final BatchedWrite<Decision> decided;

  OrderProjection(OrderRows orders, OrderStream stream, ProcessorDatabase database) {
    this.orders = orders;
    this.stream = stream;
    this.database = database;
    placed =
        BatchedWrite.insert(database, "orders.order_view", OrderPlaced::orderId)
            .with("order_id", "uuid", OrderPlaced::orderId)
            .with("user_id", "uuid", OrderPlaced::userId)
            .with("price", "bigint", order -> order.price().minorUnits())
            .with("description", "text", OrderPlaced::description)
            .with("status", "text", order -> OrderStatus.PENDING)
            .with("placed_at", "timestamptz", OrderPlaced::placedAt)
            .with("decide_by", "timestamptz", OrderPlaced::decideBy);
    decided =
        BatchedWrite.update(database, "orders.order_view", Decision::orderId)
            .with("order_id", "uuid", Decision::orderId)
            .with("status", "text", Decision::status)
            .with("rejection_reason", "text", Decision::reason)
            .with("decided_at", "timestamptz", Decision::at);
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate orders.order_view");
  }

  @EventHandler
  void on(OrderPlaced event) {
    placed.add(event);
  }

  @EventHandler
  void on(OrderApproved event) {
    decided.add(new Decision(event.orderId(), OrderStatus.APPROVED, null, event.approvedAt()));
  }

  @EventHandler
  void on(OrderRejected event) {
    decided.add(
        new Decision(event.orderId(), OrderStatus.REJECTED, event.reason(), event.rejectedAt()));
  }

  @EventHandler
  void on(OrderCancelled event) {
    decided.add(new Decision(event.orderId(), OrderStatus.CANCELLED, null, event.cancelledAt()));
  }

  /**
   * The table may lag a moment behind; the event store never does. An order of another takes the
   * time of one that does not exist: an empty stream is read.
   */
  @QueryHandler
  Optional<OrderView> handle(FindOrder query) {
    OrderView known = orders.findById(query.orderId()).map(OrderRow::toView).orElse(null);
    if (known != null && !query.isOf(known.userId())) {
      return stream.read(NO_ORDER);
    }
    if (known != null && known.status().isDecided()) {
      return Optional.of(stream.upToNow(known));
    }
    return stream.read(query.orderId()).filter(order -> query.isOf(order.userId()));
  }

  @QueryHandler
  OrderPage handle(FindOrders query) {
    UUID from = query.from();
    if (from != null) {
      List<OrderRow> rows =
          orders.findByOrderIdGreaterThanEqualOrderByOrderId(from, Limit.of(query.size()));
      return new OrderPage(rows.stream().map(OrderRow::toView).toList(), rows.size());
    }
    PageRequest asked = PageRequest.of(query.page(), query.size(), NEWEST_FIRST);
    UUID userId = query.userId();
    Page<OrderRow> page =
        userId == null ? orders.findAll(asked) : orders.findByUserId(userId, asked);
    return new OrderPage(page.map(OrderRow::toView).getContent(), page.getTotalElements());
  }
}
