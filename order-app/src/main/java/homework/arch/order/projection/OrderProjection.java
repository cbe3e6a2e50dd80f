package homework.arch.order.projection;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderView;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The orders as a table, and the questions that are answered from it. */
@Component
@ProcessingGroup(OrderProjection.PROCESSOR)
public class OrderProjection {

  public static final String PROCESSOR = "order-projection";

  private static final Sort NEWEST_FIRST =
      Sort.by(Sort.Order.desc("placedAt"), Sort.Order.asc("orderId"));

  private final OrderRows orders;
  private final OrderStream stream;

  OrderProjection(OrderRows orders, OrderStream stream) {
    this.orders = orders;
    this.stream = stream;
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    orders.deleteAllInBatch();
  }

  @EventHandler
  void on(OrderPlaced event) {
    orders.save(new OrderRow(event));
  }

  @EventHandler
  void on(OrderApproved event) {
    orders.findById(event.orderId()).orElseThrow().apply(event);
  }

  @EventHandler
  void on(OrderRejected event) {
    orders.findById(event.orderId()).orElseThrow().apply(event);
  }

  @EventHandler
  void on(OrderCancelled event) {
    orders.findById(event.orderId()).orElseThrow().apply(event);
  }

  /** The table may lag a moment behind; the event store never does. */
  @QueryHandler
  Optional<OrderView> handle(FindOrder query) {
    return orders
        .findById(query.orderId())
        .map(OrderRow::toView)
        .filter(order -> order.status().isDecided())
        .map(stream::upToNow)
        .or(() -> stream.read(query.orderId()));
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
