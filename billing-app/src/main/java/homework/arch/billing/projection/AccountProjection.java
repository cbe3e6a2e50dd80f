package homework.arch.billing.projection;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountPage;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.FindAccount;
import homework.arch.api.billing.FindAccounts;
import homework.arch.api.billing.FindOperations;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationPage;
import homework.arch.api.billing.OperationView;
import homework.arch.api.billing.PaymentRefunded;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.annotation.Value;
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

  /** Only the audit reads them all, in any order; another index would be paid for by each order. */
  private static final Sort BY_THEIR_KEY = Sort.by("operationId");

  private static final Sort NEWEST_ACCOUNTS_FIRST =
      Sort.by(Sort.Order.desc("openedAt"), Sort.Order.asc("userId"));

  private final AccountRows accounts;
  private final OperationRows operations;
  private final String currency;

  AccountProjection(
      AccountRows accounts, OperationRows operations, @Value("${arch.currency}") String currency) {
    this.accounts = accounts;
    this.operations = operations;
    this.currency = currency;
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    accounts.deleteAllInBatch();
    operations.deleteAllInBatch();
  }

  @EventHandler
  void on(AccountOpened event) {
    accounts.save(new AccountRow(event));
  }

  @EventHandler
  void on(FundsDeposited event, @SequenceNumber long sequence) {
    moved(
        event.userId(),
        sequence,
        new OperationView(
            event.operationId(),
            OperationKind.DEPOSIT,
            event.amount(),
            event.balance(),
            null,
            event.at()));
  }

  @EventHandler
  void on(FundsWithdrawn event, @SequenceNumber long sequence) {
    moved(
        event.userId(),
        sequence,
        new OperationView(
            event.operationId(),
            OperationKind.WITHDRAWAL,
            event.amount(),
            event.balance(),
            null,
            event.at()));
  }

  @EventHandler
  void on(AccountDebited event, @SequenceNumber long sequence) {
    moved(
        event.userId(),
        sequence,
        new OperationView(
            event.operationId(),
            OperationKind.ORDER_PAYMENT,
            event.amount(),
            event.balance(),
            event.orderId(),
            event.at()));
  }

  @EventHandler
  void on(PaymentRefunded event, @SequenceNumber long sequence) {
    moved(
        event.userId(),
        sequence,
        new OperationView(
            event.operationId(),
            OperationKind.ORDER_REFUND,
            event.amount(),
            event.balance(),
            event.orderId(),
            event.at()));
  }

  private void moved(UUID userId, long sequence, OperationView operation) {
    accounts.findById(userId).orElseThrow().setBalance(operation.balance(), operation.at());
    operations.save(new OperationRow(userId, sequence, operation));
  }

  @QueryHandler
  Optional<AccountView> handle(FindAccount query) {
    return accounts.findById(query.userId()).map(account -> account.toView(currency));
  }

  @QueryHandler
  AccountPage handle(FindAccounts query) {
    Page<AccountRow> page =
        accounts.findAll(PageRequest.of(query.page(), query.size(), NEWEST_ACCOUNTS_FIRST));
    return new AccountPage(
        page.map(account -> account.toView(currency)).getContent(), page.getTotalElements());
  }

  @QueryHandler
  OperationPage handle(FindOperations query) {
    UUID userId = query.userId();
    Page<OperationRow> page =
        userId == null
            ? operations.findAll(PageRequest.of(query.page(), query.size(), BY_THEIR_KEY))
            : operations.findByUserId(
                userId, PageRequest.of(query.page(), query.size(), NEWEST_FIRST));
    return new OperationPage(page.map(OperationRow::toView).getContent(), page.getTotalElements());
  }
}
