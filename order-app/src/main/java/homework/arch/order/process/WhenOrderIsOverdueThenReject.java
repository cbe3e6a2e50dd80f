package homework.arch.order.process;

import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Cause;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Rejects the orders that nobody has decided in time. They are found in the read model by one query
 * a second, and not by a deadline for each order, which all but a few would never need.
 */
@Component
public class WhenOrderIsOverdueThenReject implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(WhenOrderIsOverdueThenReject.class);

  private static final int ROUND = 500;

  /** When an order whose rejection has left no trace is rejected again. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(3);

  private final JdbcClient jdbc;
  private final CommandGateway commands;
  private final Clock clock;
  private volatile Undecided undecided = new Undecided(0, null);

  /**
   * @param oldest when the first of them was placed
   */
  private record Undecided(long orders, @Nullable Instant oldest) {}

  WhenOrderIsOverdueThenReject(ProcessorDatabase database, CommandGateway commands, Clock clock) {
    this.jdbc = database.client();
    this.commands = commands;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      undecided =
          jdbc.sql(
                  "select count(*), min(placed_at) from orders.order_view where status = 'PENDING'")
              .query((row, number) -> new Undecided(row.getLong(1), instant(row.getTimestamp(2))))
              .single();
      // Of several processes one takes an order; the others come to it again in some seconds.
      jdbc.sql(
              """
              update orders.order_view set decide_by = ? where order_id in (
                select order_id from orders.order_view where status = 'PENDING' and decide_by <= ?
                order by decide_by limit ? for update skip locked)
              returning order_id""")
          .params(now().plus(AGAIN_AFTER), now(), ROUND)
          .query(UUID.class)
          .list()
          .forEach(this::reject);
    } catch (DataAccessException | TransactionException e) {
      // The event processors tell that the database is away, the next round comes in a second.
      log.debug("The overdue orders cannot be looked for now", e);
    }
  }

  private void reject(UUID orderId) {
    commands
        .send(OrderProcess.rejectOverdue(orderId))
        .exceptionally(
            failure -> {
              log.warn("Order {} cannot be rejected yet: {}", orderId, Cause.of(failure));
              return null;
            });
  }

  /** Whether there is an order whose time is over. */
  public boolean isAnyOverdue() {
    return jdbc.sql(
            """
            select exists (
              select from orders.order_view where status = 'PENDING' and decide_by <= ?)""")
        .param(now())
        .query(Boolean.class)
        .single();
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    TimeGauge.builder("arch.orders.undecided.oldest", this::ageOfOldest, TimeUnit.MILLISECONDS)
        .description("The age of the oldest order that is not decided")
        .register(meters);
    Gauge.builder("arch.orders.undecided", () -> undecided.orders())
        .description("Orders that are not decided")
        .register(meters);
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  private long ageOfOldest() {
    Instant placedAt = undecided.oldest();
    return placedAt == null ? 0 : Duration.between(placedAt, clock.instant()).toMillis();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
