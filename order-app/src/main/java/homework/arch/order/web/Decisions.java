package homework.arch.order.web;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderView;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Waits for orders to be decided, without a thread or a loop per order. */
@Component
class Decisions {

  private final OrderNews news;
  private final Answers answers;
  private final Executor executor;

  Decisions(OrderNews news, Answers answers, Executor applicationTaskExecutor) {
    this.news = news;
    this.answers = answers;
    this.executor = applicationTaskExecutor;
  }

  /** The order when it is decided, or as it is when the time is over; nothing if unknown. */
  CompletableFuture<Optional<OrderView>> await(UUID orderId, Duration atMost) {
    CompletableFuture<OrderEvent> decision = news.next(orderId);
    return answers
        .ifAny(new FindOrder(orderId), OrderView.class)
        .thenCompose(
            found ->
                found.isEmpty() || found.get().status().isDecided()
                    ? CompletableFuture.completedFuture(found)
                    : decided(found.get(), decision, atMost).thenApply(Optional::of))
        .whenComplete((order, failure) -> decision.cancel(false));
  }

  /** A pending order when it is decided, or as it is when the time is over. */
  CompletableFuture<OrderView> decided(
      OrderView pending, CompletableFuture<OrderEvent> decision, Duration atMost) {
    return decision
        .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(pending::after, executor)
        .exceptionallyCompose(late -> asItIs(pending));
  }

  /** Asked for once more, in case the news of the decision did not come through. */
  private CompletableFuture<OrderView> asItIs(OrderView pending) {
    return answers
        .ifAny(new FindOrder(pending.orderId()), OrderView.class)
        .thenApply(order -> order.orElse(pending))
        .exceptionally(failure -> pending);
  }
}
