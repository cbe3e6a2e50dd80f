package homework.arch.order.projection;

import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
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

  /** The number that an event behind placing and decision has in the stream. */
  private static final long AFTER_DECISION = 2;

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

  /**
   * A decided order as it is now. Only a cancellation can have come since, as the next event: that
   * one is looked for, and nothing is read again.
   */
  OrderView upToNow(OrderView decided) {
    if (decided.status().isFinal()) {
      return decided;
    }
    DomainEventStream since = eventStore.readEvents(decided.orderId().toString(), AFTER_DECISION);
    return since.hasNext() && since.next().getPayload() instanceof OrderCancelled cancelled
        ? new OrderView(
            decided.orderId(),
            decided.userId(),
            decided.price(),
            decided.description(),
            OrderStatus.CANCELLED,
            decided.rejectionReason(),
            decided.placedAt(),
            cancelled.cancelledAt())
        : decided;
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
