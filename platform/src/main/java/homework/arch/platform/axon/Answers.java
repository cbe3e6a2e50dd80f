package homework.arch.platform.axon;

import homework.arch.api.Query;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Asks the query bus, in the types of the messages and with a bound on the waiting. */
public record Answers(QueryGateway queries, Duration timeout) {

  /** The one answer of a query that always has one. */
  public <A> CompletableFuture<A> to(Query<A> query, Class<A> type) {
    return bounded(queries.query(query, ResponseTypes.instanceOf(type)));
  }

  /** The answer of a query that may find nothing. */
  public <A> CompletableFuture<Optional<A>> ifAny(Query<A> query, Class<A> type) {
    return bounded(queries.query(query, ResponseTypes.optionalInstanceOf(type)));
  }

  private <A> CompletableFuture<A> bounded(CompletableFuture<A> answer) {
    return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
