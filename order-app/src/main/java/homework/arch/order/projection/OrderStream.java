package homework.arch.order.projection;

import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderView;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An order as its own events tell it, up to the last one. */
@Component
class OrderStream {

  private final EventStore eventStore;

  OrderStream(EventStore eventStore) {
    this.eventStore = eventStore;
  }

  /** The order, or nothing if there is none with this id. */
  Optional<OrderView> read(UUID orderId) {
    DomainEventStream events = eventStore.readEvents(orderId.toString());
    OrderRow order = null;
    while (events.hasNext()) {
      order = after(order, events.next().getPayload());
    }
    return Optional.ofNullable(order).map(OrderRow::toView);
  }

  private static @Nullable OrderRow after(@Nullable OrderRow order, Object event) {
    if (event instanceof OrderPlaced placed) {
      return new OrderRow(placed);
    }
    if (order != null && event instanceof OrderApproved approved) {
      order.apply(approved);
    } else if (order != null && event instanceof OrderRejected rejected) {
      order.apply(rejected);
    } else if (order != null && event instanceof OrderCancelled cancelled) {
      order.apply(cancelled);
    }
    return order;
  }
}
