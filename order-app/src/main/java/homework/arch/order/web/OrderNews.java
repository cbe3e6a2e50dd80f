package homework.arch.order.web;

import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderRejected;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/**
 * Tells whoever waits in this process that an order is decided. Every process hears the events for
 * itself: of several on one database only one runs the projection, and callers wait at all of them.
 */
@Component
@ProcessingGroup(OrderNews.LISTENER)
public class OrderNews {

  public static final String LISTENER = "order-news";

  private final ConcurrentHashMap<UUID, Set<CompletableFuture<OrderEvent>>> waiting =
      new ConcurrentHashMap<>();

  /**
   * The next decision about the order. It comes on the thread that hears all decisions, so what
   * takes long must go on elsewhere. Who waits no more cancels it.
   */
  CompletableFuture<OrderEvent> next(UUID orderId) {
    CompletableFuture<OrderEvent> decision = new CompletableFuture<>();
    waiting.compute(
        orderId,
        (id, others) -> {
          Set<CompletableFuture<OrderEvent>> all = others == null ? new HashSet<>() : others;
          all.add(decision);
          return all;
        });
    var unused = decision.whenComplete((event, failure) -> forget(orderId, decision));
    return decision;
  }

  @SuppressWarnings("CollectionUndefinedEquality") // the very same future
  private void forget(UUID orderId, CompletableFuture<OrderEvent> decision) {
    waiting.computeIfPresent(
        orderId,
        (id, all) -> {
          all.remove(decision);
          return all.isEmpty() ? null : all;
        });
  }

  /** How many wait for a decision at this moment. */
  int listeners() {
    return waiting.values().stream().mapToInt(Set::size).sum();
  }

  @EventHandler
  void on(OrderApproved event) {
    tell(event);
  }

  @EventHandler
  void on(OrderRejected event) {
    tell(event);
  }

  @EventHandler
  void on(OrderCancelled event) {
    tell(event);
  }

  private void tell(OrderEvent event) {
    Set<CompletableFuture<OrderEvent>> all = waiting.remove(event.orderId());
    if (all != null) {
      all.forEach(decision -> decision.complete(event));
    }
  }
}
