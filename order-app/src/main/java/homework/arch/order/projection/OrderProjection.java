package homework.arch.order.projection;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The orders as a table, the questions that are answered from it, and word of each decision. */
@Component
@ProcessingGroup(OrderProjection.PROCESSOR)
public class OrderProjection {

  public static final String PROCESSOR = "order-projection";

  private static final Sort NEWEST_FIRST =
      Sort.by(Sort.Order.desc("placedAt"), Sort.Order.asc("orderId"));

  private final OrderRows orders;
  private final EventStore eventStore;
  private final QueryUpdateEmitter updates;

  OrderProjection(OrderRows orders, EventStore eventStore, QueryUpdateEmitter updates) {
    this.orders = orders;
    this.eventStore = eventStore;
    this.updates = updates;
  }

  @EventHandler
  void on(OrderPlaced event) {
    orders.save(new OrderRow(event));
  }

  @EventHandler
  void on(OrderApproved event) {
    decided(event.orderId(), OrderStatus.APPROVED, null, event.approvedAt());
  }

  @EventHandler
  void on(OrderRejected event) {
    decided(event.orderId(), OrderStatus.REJECTED, event.reason(), event.rejectedAt());
  }

  private void decided(
      UUID orderId, OrderStatus status, @Nullable RejectionReason reason, Instant at) {
    OrderRow row = orders.findById(orderId).orElseThrow();
    row.decide(status, reason, at);
    // Axon sends it after the commit: who hears of a decision can read it.
    updates.emit(FindOrder.class, query -> query.orderId().equals(orderId), row.toView());
  }

  /** The table may lag a moment behind; the event store never does. */
  @QueryHandler
  Optional<OrderView> handle(FindOrder query) {
    return orders
        .findById(query.orderId())
        .map(OrderRow::toView)
        .or(() -> justPlaced(query.orderId()));
  }

  private Optional<OrderView> justPlaced(UUID orderId) {
    return eventStore
        .readEvents(orderId.toString())
        .asStream()
        .map(message -> message.getPayload())
        .filter(OrderPlaced.class::isInstance)
        .map(event -> OrderView.placed((OrderPlaced) event))
        .findFirst();
  }

  @QueryHandler
  OrderPage handle(FindOrders query) {
    PageRequest asked = PageRequest.of(query.page(), query.size(), NEWEST_FIRST);
    UUID userId = query.userId();
    Page<OrderRow> page =
        userId == null ? orders.findAll(asked) : orders.findByUserId(userId, asked);
    return new OrderPage(page.map(OrderRow::toView).getContent(), page.getTotalElements());
  }
}
