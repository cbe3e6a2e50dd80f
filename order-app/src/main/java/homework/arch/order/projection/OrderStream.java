package homework.arch.order.projection;

import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderView;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** An order as its own events tell it, up to the last one. */
@Component
class OrderStream {

  /** The number that an event behind placing and decision has in the stream. */
  private static final long AFTER_DECISION = 2;

  private final EventStore eventStore;

  OrderStream(EventStore eventStore) {
    this.eventStore = eventStore;
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

  /**
   * A decided order as it is now. Only a cancellation can have come since: it is looked for, among
   * what a later version may have added, and nothing is read again.
   */
  OrderView upToNow(OrderView decided) {
    if (decided.status().isFinal()) {
      return decided;
    }
    DomainEventStream since = eventStore.readEvents(decided.orderId().toString(), AFTER_DECISION);
    OrderView order = decided;
    while (since.hasNext()) {
      if (since.next().getPayload() instanceof OrderCancelled cancelled) {
        order = decided.after(cancelled);
      }
    }
    return order;
  }
}
