package homework.arch.billing.projection;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountClosed;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountOperation;
import homework.arch.api.billing.AccountPage;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.EntryPage;
import homework.arch.api.billing.FindAccount;
import homework.arch.api.billing.FindAccounts;
import homework.arch.api.billing.FindEntries;
import homework.arch.api.billing.FindOperations;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OperationPage;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The accounts and their operations as tables, and the questions that are answered from them. */
@Component
@ProcessingGroup(AccountProjection.PROCESSOR)
public class AccountProjection {

  public static final String PROCESSOR = "account-projection";

  private static final Sort NEWEST_FIRST = Sort.by(Sort.Order.desc("sequence"));

  /** What happened on an account. */
  private record Moved(AccountOperation event, Money balance, long sequence) {

    UUID userId() {
      return event.userId();
    }
  }

  /**
   * That an account was closed.
   *
   * @param at null if it was opened again
   */
  private record Closing(UUID userId, @Nullable Instant at) {}

  private final AccountRows accounts;
  private final OperationRows operations;
  private final String currency;
  private final ProcessorDatabase database;

  private final BatchedWrite<AccountOpened> opened;
  private final BatchedWrite<Closing> closed;
  private final BatchedWrite<Moved> moved;
  private final BatchedWrite<Moved> balances;

  AccountProjection(
      AccountRows accounts,
      OperationRows operations,
      @Value("${arch.currency}") String currency,
      ProcessorDatabase database) {
    this.accounts = accounts;
    this.operations = operations;
    this.currency = currency;
    this.database = database;
    opened =
        BatchedWrite.insert(database, "billing.account_view", AccountOpened::userId)
            .with("user_id", "uuid", AccountOpened::userId)
            .with("balance", "bigint", account -> 0L)
            .with("opened_at", "timestamptz", AccountOpened::openedAt)
            .with("updated_at", "timestamptz", AccountOpened::openedAt);
    closed =
        BatchedWrite.update(database, "billing.account_view", Closing::userId)
            .with("user_id", "uuid", Closing::userId)
            .with("closed_at", "timestamptz", Closing::at);
    moved =
        BatchedWrite.<Moved>insert(
                database, "billing.operation_view", row -> row.event().operationId())
            .with("operation_id", "uuid", row -> row.event().operationId())
            .with("user_id", "uuid", Moved::userId)
            .with("sequence", "bigint", Moved::sequence)
            .with("kind", "text", row -> row.event().kind())
            .with("amount", "bigint", row -> row.event().amount().minorUnits())
            .with("balance", "bigint", row -> row.balance().minorUnits())
            .with("order_id", "uuid", row -> row.event().orderId())
            .with("at", "timestamptz", row -> row.event().at());
    balances =
        BatchedWrite.update(database, "billing.account_view", Moved::userId)
            .with("user_id", "uuid", Moved::userId)
            .with("balance", "bigint", row -> row.balance().minorUnits())
            .with("updated_at", "timestamptz", row -> row.event().at());
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate billing.account_view, billing.operation_view");
  }

  @EventHandler
  void on(AccountOpened event, @SequenceNumber long sequence) {
    opened.add(event);
    if (sequence > 0) {
      closed.add(new Closing(event.userId(), null));
    }
  }

  @EventHandler
  void on(AccountClosed event) {
    closed.add(new Closing(event.userId(), event.closedAt()));
  }

  @EventHandler
  void on(FundsDeposited event, @SequenceNumber long sequence) {
    add(event, event.balance(), sequence);
  }

  @EventHandler
  void on(FundsWithdrawn event, @SequenceNumber long sequence) {
    add(event, event.balance(), sequence);
  }

  @EventHandler
  void on(AccountDebited event, @SequenceNumber long sequence) {
    add(event, event.balance(), sequence);
  }

  @EventHandler
  void on(PaymentRefunded event, @SequenceNumber long sequence) {
    add(event, event.balance(), sequence);
  }

  private void add(AccountOperation event, Money balance, long sequence) {
    Moved row = new Moved(event, balance, sequence);
    moved.add(row);
    balances.add(row);
  }

  /** A closed account is seen as long as there is money on it. */
  @QueryHandler
  Optional<AccountView> handle(FindAccount query) {
    return accounts
        .findById(query.userId())
        .map(account -> account.toView(currency))
        .filter(account -> account.closedAt() == null || Money.ZERO.isLessThan(account.balance()));
  }

  @QueryHandler
  AccountPage handle(FindAccounts query) {
    List<AccountRow> rows =
        accounts.findByUserIdGreaterThanEqualOrderByUserId(query.from(), Limit.of(query.size()));
    return new AccountPage(
        rows.stream().map(account -> account.toView(currency)).toList(), rows.size());
  }

  @QueryHandler
  OperationPage handle(FindOperations query) {
    Page<OperationRow> page =
        operations.findByUserId(
            query.userId(), PageRequest.of(query.page(), query.size(), NEWEST_FIRST));
    return new OperationPage(page.map(OperationRow::toView).getContent(), page.getTotalElements());
  }

  @QueryHandler
  EntryPage handle(FindEntries query) {
    List<OperationRow> rows =
        operations.findByOperationIdGreaterThanEqualOrderByOperationId(
            query.from(), Limit.of(query.size()));
    return new EntryPage(rows.stream().map(OperationRow::toEntry).toList(), rows.size());
  }
}
