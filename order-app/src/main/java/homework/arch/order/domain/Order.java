package homework.arch.order.domain;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import homework.arch.api.Refused;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.CancelOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.PlaceOrder;
import homework.arch.api.order.RejectOrder;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * An order, which is decided once: of approval, refusal and deadline the first one to arrive here
 * stays, whatever comes later. An approved one can be cancelled, once.
 *
 * <p>{@code OrderApp} registers it with Axon: {@code @Aggregate} is Spring's, which the domain does
 * not know.
 */
public class Order {

  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private @Nullable UUID orderId;

  private @Nullable OrderPlaced placement;
  private @Nullable OrderCancelled cancellation;
  private OrderStatus status = OrderStatus.PENDING;

  // No constructor, as in many examples: a repeat must meet the order that is there.
  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  OrderPlaced handle(PlaceOrder command, PaymentTerms terms, Instant now) {
    if (placement != null) {
      return repeated(placement, command);
    }
    OrderPlaced event =
        new OrderPlaced(
            command.orderId(),
            command.userId(),
            command.price(),
            command.description(),
            now,
            now.plus(terms.decideWithin()));
    apply(event);
    return event;
  }

  private static OrderPlaced repeated(OrderPlaced first, PlaceOrder command) {
    if (!first.userId().equals(command.userId())
        || !first.price().equals(command.price())
        || !Objects.equals(first.description(), command.description())) {
      throw new Refused(Refused.Reason.ID_REUSED, "This order was placed with other contents.");
    }
    return first;
  }

  @CommandHandler
  void handle(ApproveOrder command, Instant now) {
    if (!status.isDecided()) {
      OrderPlaced order = placed();
      apply(new OrderApproved(order.orderId(), order.userId(), order.price(), now));
    }
  }

  @CommandHandler
  void handle(RejectOrder command, Instant now) {
    if (!status.isDecided()) {
      OrderPlaced order = placed();
      apply(
          new OrderRejected(order.orderId(), order.userId(), order.price(), command.reason(), now));
    }
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  OrderCancelled handle(CancelOrder command, Instant now) {
    if (placement == null) {
      throw new Refused(
          Refused.Reason.ORDER_NOT_FOUND, "There is no order %s.".formatted(command.orderId()));
    }
    if (cancellation != null && cancellation.cancellationId().equals(command.cancellationId())) {
      return cancellation;
    }
    if (status != OrderStatus.APPROVED) {
      throw new Refused(
          Refused.Reason.ORDER_NOT_APPROVED,
          "Only an approved order can be cancelled; this one is %s.".formatted(status));
    }
    OrderCancelled event =
        new OrderCancelled(
            command.orderId(),
            placement.userId(),
            placement.price(),
            command.cancellationId(),
            now);
    apply(event);
    return event;
  }

  private OrderPlaced placed() {
    return Objects.requireNonNull(placement, "an order begins with its placing");
  }

  @EventSourcingHandler
  void on(OrderPlaced event) {
    orderId = event.orderId();
    placement = event;
  }

  @EventSourcingHandler
  void on(OrderApproved event) {
    status = OrderStatus.APPROVED;
  }

  @EventSourcingHandler
  void on(OrderRejected event) {
    status = OrderStatus.REJECTED;
  }

  @EventSourcingHandler
  void on(OrderCancelled event) {
    cancellation = event;
    status = OrderStatus.CANCELLED;
  }
}
