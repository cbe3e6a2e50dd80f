package homework.arch.order.process;

import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Rejects the orders that nobody has decided in time. They are found in the read model by one query
 * a second, and not by a deadline for each order, which all but a few would never need.
 */
@Component
public class WhenOrderIsOverdueThenReject {

  private static final Logger log = LoggerFactory.getLogger(WhenOrderIsOverdueThenReject.class);

  private static final int ROUND = 500;

  /** When an order whose rejection has left no trace is rejected again. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(3);

  private final ProcessorDatabase database;
  private final CommandGateway commands;
  private final Clock clock;

  WhenOrderIsOverdueThenReject(ProcessorDatabase database, CommandGateway commands, Clock clock) {
    this.database = database;
    this.commands = commands;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void reject() {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    try {
      // Of several processes one takes an order; the others come to it again in some seconds.
      database
          .client()
          .sql(
              """
              update orders.order_view set decide_by = ? where order_id in (
                select order_id from orders.order_view where status = 'PENDING' and decide_by <= ?
                order by decide_by limit ? for update skip locked)
              returning order_id""")
          .params(now.plus(AGAIN_AFTER), now, ROUND)
          .query(UUID.class)
          .list()
          .forEach(this::reject);
    } catch (DataAccessException | TransactionException e) {
      // The event processors tell that the database is away, the next round comes in a second.
      log.debug("The overdue orders cannot be looked for now", e);
    }
  }

  /** Whether there is an order whose time is over. */
  public boolean isAnyOverdue() {
    return database
        .client()
        .sql(
            """
            select exists (
              select from orders.order_view where status = 'PENDING' and decide_by <= ?)""")
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  private void reject(UUID orderId) {
    commands
        .send(OrderProcess.whenOverdue(orderId))
        .exceptionally(
            failure -> {
              log.warn("Order {} cannot be rejected yet: {}", orderId, Cause.of(failure));
              return null;
            });
  }
}
