package homework.arch.order.web;

import homework.arch.api.order.OrderEvent;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * A bounded number of places, one for each order that this process has taken in and that is not
 * decided, so that those that were accepted are decided in time. Who finds none waits a moment,
 * without holding a thread, and is refused then, before anything was read or written for him.
 */
@Component
class UndecidedOrders implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(UndecidedOrders.class);

  private static final long WAIT_MS = 500;

  /** How many may wait for a place, as a multiple of the places. */
  private static final int QUEUE = 4;

  /** Between the end of an order's time and its rejection. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final OrderNews news;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final Executor executor;
  private final int bound;
  private final Duration longest;
  private final Semaphore free;
  private final Queue<CompletableFuture<Place>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private volatile @Nullable Instant oldest;

  UndecidedOrders(
      OrderNews news,
      JdbcClient jdbc,
      Clock clock,
      @Value("${arch.decide-within}") Duration decideWithin,
      Executor applicationTaskExecutor,
      @Value("${arch.max-backlog}") int bound) {
    this.news = news;
    this.jdbc = jdbc;
    this.clock = clock;
    this.executor = applicationTaskExecutor;
    this.bound = bound;
    this.longest = decideWithin.plus(LATE);
    this.free = new Semaphore(bound);
  }

  /** A place for one order, which is given back once. */
  final class Place {

    private final AtomicBoolean taken = new AtomicBoolean(true);

    /** Keeps it until the order is decided, or its time is over. */
    CompletableFuture<OrderEvent> keepFor(UUID orderId) {
      CompletableFuture<OrderEvent> decision =
          news.next(orderId).orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
      var unused = decision.whenComplete((event, failure) -> leave());
      return decision;
    }

    void leave() {
      if (taken.compareAndSet(true, false)) {
        free.release();
        letIn();
      }
    }
  }

  /**
   * A place, at once or within a moment.
   *
   * @return fails with {@link ProblemType#OVERLOADED} if there is none
   */
  CompletableFuture<Place> place() {
    if (free.tryAcquire()) {
      return CompletableFuture.completedFuture(new Place());
    }
    if (waitingCount.incrementAndGet() > bound * QUEUE) {
      waitingCount.decrementAndGet();
      return CompletableFuture.failedFuture(overloaded());
    }
    CompletableFuture<Place> turn = new CompletableFuture<>();
    waiting.add(turn);
    letIn(); // one may have become free meanwhile
    return turn.orTimeout(WAIT_MS, TimeUnit.MILLISECONDS)
        .whenComplete((place, failure) -> waitingCount.decrementAndGet())
        .handleAsync(
            (place, failure) -> {
              if (failure != null) {
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
      CompletableFuture<Place> next = waiting.poll();
      while (next != null && next.isDone()) {
        next = waiting.poll(); // waited too long
      }
      if (next == null || !next.complete(new Place())) {
        free.release();
      }
    }
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      oldest =
          jdbc.sql("select min(placed_at) from orders.order_view where status = 'PENDING'")
              .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
              .single()
              .map(Timestamp::toInstant)
              .orElse(null);
    } catch (DataAccessException | TransactionException e) {
      log.debug("The oldest undecided order cannot be looked for now", e);
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
    Gauge.builder("arch.orders.undecided.oldest", this::ageOfOldest)
        .description("The age of the oldest order that is not decided")
        .baseUnit("seconds")
        .register(meters);
  }

  private double ageOfOldest() {
    Instant placedAt = oldest;
    return placedAt == null ? 0 : Duration.between(placedAt, clock.instant()).toMillis() / 1000.0;
  }
}
