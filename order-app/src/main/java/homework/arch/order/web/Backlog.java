package homework.arch.order.web;

import homework.arch.order.process.OrderSaga;
import homework.arch.platform.axon.ProcessorLag;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
 * The orders that are on their way, and the bound on them: beyond it new orders are refused at
 * once, so that those that were accepted are decided in time.
 *
 * <p>What is on its way is counted twice a second: the sagas that have not ended, the commands that
 * wait for an answer, and the events that the saga has not handled yet; and what this process has
 * accepted since.
 */
@Component
class Backlog implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(Backlog.class);

  private final JdbcClient jdbc;
  private final ProcessorLag lag;
  private final Clock clock;
  private final long bound;
  private final AtomicLong acceptedSince = new AtomicLong();
  private volatile long counted;
  private volatile @Nullable Instant oldest;

  Backlog(
      JdbcClient jdbc, ProcessorLag lag, Clock clock, @Value("${arch.max-backlog}") long bound) {
    this.jdbc = jdbc;
    this.lag = lag;
    this.clock = clock;
    this.bound = bound;
  }

  /**
   * Takes one more order in.
   *
   * @throws Problems.ProblemException if there are too many
   */
  void accept() {
    if (size() >= bound) {
      throw Problems.exception(
          ProblemType.OVERLOADED,
          "Too many orders are on their way. Please try again in a moment.");
    }
    acceptedSince.incrementAndGet();
  }

  private long size() {
    return counted + acceptedSince.get();
  }

  @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  void count() {
    try {
      long before = acceptedSince.get();
      long stored =
          jdbc.sql(
                  """
                  select (select count(*) from orders.saga)
                    + (select count(*) from orders.unanswered_command)""")
              .query(Long.class)
              .single();
      counted = stored + lag.of(OrderSaga.PROCESSOR).orElse(0);
      acceptedSince.addAndGet(-before);
      oldest =
          jdbc.sql("select min(placed_at) from orders.order_view where status = 'PENDING'")
              .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
              .single()
              .map(Timestamp::toInstant)
              .orElse(null);
    } catch (DataAccessException | TransactionException e) {
      // Without the database no order is accepted anyway.
      log.debug("The orders on their way cannot be counted now", e);
    }
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("arch.orders.backlog", this::size)
        .description("Orders and events of orders that are on their way")
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
