package homework.arch.order.web;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderView;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Waits for orders to be decided, without a thread or a loop per order: the projection tells. */
@Component
class Decisions {

  private final QueryGateway queries;
  private final Answers answers;

  Decisions(QueryGateway queries, Answers answers) {
    this.queries = queries;
    this.answers = answers;
  }

  /** The order when it is decided, or as it is when the time is over; nothing if unknown. */
  CompletableFuture<Optional<OrderView>> await(UUID orderId, Duration atMost) {
    SubscriptionQueryResult<OrderView, OrderView> query =
        queries.subscriptionQuery(new FindOrder(orderId), OrderView.class, OrderView.class);
    return query
        .initialResult()
        .flatMap(
            known -> known.status().isDecided() ? Mono.just(known) : next(query, known, atMost))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .doFinally(end -> query.close())
        .toFuture();
  }

  private Mono<OrderView> next(
      SubscriptionQueryResult<OrderView, OrderView> query, OrderView known, Duration atMost) {
    return query
        .updates()
        .filter(order -> order.status().isDecided())
        .next()
        .timeout(atMost, Mono.defer(() -> asItIs(known)))
        .defaultIfEmpty(known);
  }

  /** Asked for once more, in case the news of the decision did not come through. */
  private Mono<OrderView> asItIs(OrderView known) {
    return Mono.fromFuture(answers.ifAny(new FindOrder(known.orderId()), OrderView.class))
        .map(order -> order.orElse(known))
        .onErrorReturn(known);
  }
}
