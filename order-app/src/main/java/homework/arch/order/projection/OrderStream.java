package homework.arch.order.projection;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderView;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/**
 * One order, as its own events tell it: they are few, and right at once, while a table lags behind.
 */
@Component
class OrderStream {

  private final EventStore eventStore;

  OrderStream(EventStore eventStore) {
    this.eventStore = eventStore;
  }

  @QueryHandler
  Optional<OrderView> handle(FindOrder query) {
    return read(query.orderId());
  }

  /** The order, or nothing if there is none with this id. */
  Optional<OrderView> read(UUID orderId) {
    DomainEventStream events = eventStore.readEvents(orderId.toString());
    OrderView order = null;
    while (events.hasNext()) {
      Object event = events.next().getPayload();
      if (event instanceof OrderPlaced placed) {
        order = OrderView.placed(placed);
      } else if (order != null && event instanceof OrderEvent later) {
        order = order.after(later);
      }
    }
    return Optional.ofNullable(order);
  }
}
