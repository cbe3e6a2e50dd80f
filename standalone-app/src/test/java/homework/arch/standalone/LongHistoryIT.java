package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountCommand;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.FundsDeposited;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** An account costs the same after 100,000 operations as after 100. */
@DirtiesContext // its read models lag for long afterwards
class LongHistoryIT extends InOneJvm {

  private static final int SHORT = 100;
  private static final int LONG = 100_000;
  private static final int MEASURED = 60;
  private static final Money ONE = new Money(100);

  @Autowired private CommandGateway commands;
  @Autowired private EventStorageEngine events;
  @Autowired private TransactionManager transactions;
  @Autowired private Cache aggregateCache;

  @Test
  void loadingAnAccountAndOneMoreOperationCostTheSameAfterALongHistory() {
    String withShort = accountWithOperations(SHORT);
    String withLong = accountWithOperations(LONG);

    measure(withShort, MEASURED / 2); // to warm up
    measure(withLong, MEASURED / 2);
    List<Long> shortTimes = new ArrayList<>();
    List<Long> longTimes = new ArrayList<>();
    for (int round = 0; round < 4; round++) { // in turn, so that both see the same machine
      shortTimes.addAll(measure(withShort, MEASURED / 4));
      longTimes.addAll(measure(withLong, MEASURED / 4));
    }
    long shortHistory = median(shortTimes);
    long longHistory = median(longTimes);
    System.out.printf(
        "load and one more operation: %d us after %d operations, %d us after %d%n",
        shortHistory / 1000, SHORT, longHistory / 1000, LONG);
    assertThat(longHistory).isLessThan(2 * shortHistory);
    expectReadableSnapshot(withLong);
    expectThatTheReadModelCatchesUpSoon(withLong);
    assertThat(api().get("/users/" + withLong + "/export").expect(200).body().get("operations"))
        .hasSizeGreaterThan(LONG);
  }

  /** From the first event on, which is the farthest that a restart can be behind. */
  private void expectThatTheReadModelCatchesUpSoon(String userId) {
    BigDecimal balance = api().deposit(userId, "1").expect(201).money("balance");
    awaitBalance(userId, balance); // the read model still lags behind the history that was appended
    jdbc.sql("update billing.account_view set balance = 1 where user_id = ?::uuid")
        .param(userId)
        .update();
    long began = System.nanoTime();
    operator().post("/actuator/processors/account-projection/replay", "{}").expect(202);
    awaitBalance(userId, balance);
    System.out.printf(
        "the read model of %d operations was built anew in %d ms%n",
        LONG, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private void awaitBalance(String userId, BigDecimal balance) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(45))
        .until(
            () -> {
              Api.Answer account = api().get("/accounts/" + userId);
              return account.status() == 200 && account.money("balance").compareTo(balance) == 0;
            });
  }

  /** A snapshot of an object without getters could as well have been written empty. */
  private void expectReadableSnapshot(String userId) {
    String accountId = AccountCommand.accountId(UUID.fromString(userId));
    assertThat(
            jdbc.sql(
                    """
                    select convert_from(payload, 'UTF8') from event_store.snapshot
                    where aggregate_identifier = ? order by sequence_number desc limit 1""")
                .param(accountId)
                .query(String.class)
                .single())
        .contains("\"accountId\":\"" + accountId + "\"")
        .contains("\"open\":true")
        .contains("\"balance\":");
  }

  /** The history is appended as the account would have, and met by real operations on the way. */
  private String accountWithOperations(int count) {
    String userId = api().userWith("1");
    int chunk = 1000;
    for (int done = 0; done < count; done += chunk) {
      append(userId, Math.min(chunk, count - done));
      aggregateCache.remove(AccountCommand.accountId(UUID.fromString(userId)));
      api().deposit(userId, "1").expect(201);
    }
    return userId;
  }

  private void append(String userId, int count) {
    String accountId = AccountCommand.accountId(UUID.fromString(userId));
    long last = events.lastSequenceNumberFor(accountId).orElseThrow();
    long balance =
        api().deposit(userId, "1").expect(201).money("balance").movePointRight(2).longValueExact();
    List<DomainEventMessage<?>> history = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      balance += ONE.minorUnits();
      history.add(
          new GenericDomainEventMessage<>(
              "Account",
              accountId,
              last + 1 + i,
              new FundsDeposited(
                  UUID.randomUUID(),
                  UUID.fromString(userId),
                  ONE,
                  new Money(balance),
                  Instant.now())));
    }
    transactions.executeInTransaction(() -> events.appendEvents(history));
  }

  private List<Long> measure(String userId, int times) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      aggregateCache.remove(AccountCommand.accountId(UUID.fromString(userId)));
      long start = System.nanoTime();
      commands.sendAndWait(new DepositFunds(UUID.randomUUID(), UUID.fromString(userId), ONE));
      nanos.add(System.nanoTime() - start);
    }
    return nanos;
  }

  private static long median(List<Long> values) {
    long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
