package homework.arch.order.web;

import homework.arch.api.order.OrderEvent;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A bounded number of places, one for each order that this process has taken in and that is not
 * decided, so that those that were accepted are decided in time. Who finds none waits a moment,
 * without holding a thread, and is refused then, before anything was read or written for him.
 */
@Component
class UndecidedOrders implements MeterBinder {

  private static final long WAIT_MS = 500;

  /** How many may wait for a place, as a multiple of the places. */
  private static final int QUEUE = 4;

  /** Between the end of an order's time and its rejection. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final OrderNews news;
  private final Executor executor;
  private final int bound;
  private final Duration longest;
  private final Semaphore free;
  private final BlockingQueue<CompletableFuture<Place>> waiting;

  UndecidedOrders(
      OrderNews news,
      Executor applicationTaskExecutor,
      @Value("${arch.decide-within}") Duration decideWithin,
      @Value("${arch.max-backlog}") int bound) {
    this.news = news;
    this.executor = applicationTaskExecutor;
    this.bound = bound;
    this.longest = decideWithin.plus(LATE);
    this.free = new Semaphore(bound);
    this.waiting = new LinkedBlockingQueue<>(Math.max(1, bound * QUEUE)); // it has a length
  }

  /** A place for one order: it is given back when the order is decided, or its time is over. */
  final class Place {

    private final CompletableFuture<OrderEvent> decision = new CompletableFuture<>();
    private volatile boolean isFree = true;

    private Place() {
      var unused =
          decision.whenComplete(
              (event, failure) -> {
                free.release();
                letIn();
              });
    }

    /** The decision of the order that takes the place; to cancel it gives the place back. */
    CompletableFuture<OrderEvent> decisionOf(UUID orderId) {
      isFree = false;
      return news.tell(orderId, decision.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void leaveIfFree() {
      if (isFree) {
        decision.cancel(false);
      }
    }
  }

  /**
   * Gives what takes an order in a place for it, at once or within a moment.
   *
   * @return fails with {@link ProblemType#OVERLOADED} if there is none
   */
  <A> CompletableFuture<A> admit(Function<Place, CompletableFuture<A>> takingIn) {
    return place()
        .thenCompose(
            place ->
                CompletableFuture.completedFuture(place)
                    .thenCompose(takingIn)
                    .whenComplete((answer, failure) -> place.leaveIfFree()));
  }

  @SuppressWarnings("CollectionUndefinedEquality") // the very same future
  private CompletableFuture<Place> place() {
    if (free.tryAcquire()) {
      return CompletableFuture.completedFuture(new Place());
    }
    CompletableFuture<Place> turn = new CompletableFuture<>();
    if (!waiting.offer(turn)) {
      return CompletableFuture.failedFuture(overloaded());
    }
    letIn(); // one may have become free meanwhile
    return turn.orTimeout(WAIT_MS, TimeUnit.MILLISECONDS)
        .handleAsync(
            (place, tooLate) -> {
              if (tooLate != null) {
                waiting.remove(turn);
                throw overloaded();
              }
              return place;
            },
            executor);
  }

  private static Problems.ProblemException overloaded() {
    return Problems.exception(
        ProblemType.OVERLOADED, "Too many orders are on their way. Please try again in a moment.");
  }

  private void letIn() {
    while (!waiting.isEmpty() && free.tryAcquire()) {
      CompletableFuture<Place> turn = waiting.poll();
      if (turn == null || !turn.complete(new Place())) {
        free.release(); // nobody waits, or not any more
      }
    }
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("arch.orders.backlog", () -> bound - free.availablePermits())
        .description("Orders that this process has taken in and that are not decided")
        .register(meters);
    Gauge.builder("arch.orders.backlog.max", () -> bound)
        .description("The backlog from which on new orders are refused")
        .register(meters);
  }
}
