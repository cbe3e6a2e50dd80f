package homework.arch.order.web;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderView;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.web.Problems;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells whoever waits in this process that an order is decided, without a thread or a loop for each
 * of them. Every process hears the events for itself: of several on one database only one runs the
 * projection, and callers wait at all of them.
 */
@Component
@ProcessingGroup(OrderNews.LISTENER)
public class OrderNews {

  public static final String LISTENER = "order-news";

  private final ConcurrentHashMap<UUID, Set<CompletableFuture<OrderEvent>>> waiting =
      new ConcurrentHashMap<>();

  private final Answers answers;
  private final Executor executor;

  OrderNews(Answers answers, Executor applicationTaskExecutor) {
    this.answers = answers;
    this.executor = applicationTaskExecutor;
  }

  /**
   * An order as it is. Fails with a problem if there is no such order.
   *
   * @param owner whose it must be; anybody's if null
   * @param decision is completed with the order's decision, or cancelled if none is to be waited
   *     for
   */
  CompletableFuture<OrderView> follow(
      UUID orderId, @Nullable UUID owner, CompletableFuture<OrderEvent> decision) {
    var unused = tell(orderId, decision); // first, so that nothing falls between
    return find(orderId, owner)
        .whenComplete(
            (order, failure) -> {
              if (failure != null || order.status().isDecided()) {
                decision.cancel(false);
              }
            });
  }

  CompletableFuture<OrderView> find(UUID orderId, @Nullable UUID owner) {
    return answers
        .ifAny(new FindOrder(orderId, owner), OrderView.class)
        .thenApply(order -> order.orElseThrow(() -> Problems.notFound("order", orderId)));
  }

  /** The order when it is decided, or as it is when the time is over. */
  CompletableFuture<OrderView> await(UUID orderId, @Nullable UUID owner, Duration atMost) {
    CompletableFuture<OrderEvent> decision = new CompletableFuture<>();
    return follow(orderId, owner, decision).thenCompose(order -> await(order, decision, atMost));
  }

  CompletableFuture<OrderView> await(
      OrderView order, CompletableFuture<OrderEvent> decision, Duration atMost) {
    if (order.status().isDecided()) {
      return CompletableFuture.completedFuture(order);
    }
    return decision
        .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(order::after, executor)
        // Asked for once more, in case the news of the decision did not come through.
        .exceptionallyCompose(late -> find(order.orderId(), null).exceptionally(failure -> order));
  }

  /**
   * Completes the listener with the next decision about the order, on the thread that hears all
   * decisions, so what takes long must go on elsewhere.
   */
  CompletableFuture<OrderEvent> tell(UUID orderId, CompletableFuture<OrderEvent> listener) {
    waiting.compute(
        orderId,
        (id, others) -> {
          Set<CompletableFuture<OrderEvent>> all = others == null ? new HashSet<>() : others;
          all.add(listener);
          return all;
        });
    var unused = listener.whenComplete((event, failure) -> forget(orderId, listener));
    return listener;
  }

  @SuppressWarnings("CollectionUndefinedEquality") // the very same future
  private void forget(UUID orderId, CompletableFuture<OrderEvent> listener) {
    waiting.computeIfPresent(
        orderId,
        (id, all) -> {
          all.remove(listener);
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
      all.forEach(listener -> listener.complete(event));
    }
  }
}
