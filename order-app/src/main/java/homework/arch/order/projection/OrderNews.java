package homework.arch.order.projection;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderRejected;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.stereotype.Component;

/**
 * Tells the callers who wait in this process that their order is decided. Every process hears the
 * events for itself: of several on one database only one runs the projection, and callers wait at
 * all of them.
 */
@Component
@ProcessingGroup(OrderNews.LISTENER)
public class OrderNews {

  public static final String LISTENER = "order-news";

  private final QueryUpdateEmitter updates;
  private final OrderStream stream;

  OrderNews(QueryUpdateEmitter updates, OrderStream stream) {
    this.updates = updates;
    this.stream = stream;
  }

  @EventHandler
  void on(OrderApproved event) {
    tell(event.orderId());
  }

  @EventHandler
  void on(OrderRejected event) {
    tell(event.orderId());
  }

  @EventHandler
  void on(OrderCancelled event) {
    tell(event.orderId());
  }

  private void tell(UUID orderId) {
    if (isAwaited(orderId)) {
      stream
          .read(orderId)
          .ifPresent(
              order ->
                  updates.emit(FindOrder.class, query -> query.orderId().equals(orderId), order));
    }
  }

  private boolean isAwaited(UUID orderId) {
    FindOrder query = new FindOrder(orderId);
    return updates.activeSubscriptions().stream()
        .anyMatch(subscription -> query.equals(subscription.getPayload()));
  }
}
