package homework.arch.billing.domain;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountCommand;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OpenAccount;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.billing.WithdrawFunds;
import homework.arch.api.billing.WithdrawalRejected;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What we owe a user: never less than nothing. Every operation happens once, whoever repeats it.
 *
 * <p>An account is there for every user id, open or not, so that a debit which was refused because
 * nobody had opened the account is remembered like any other.
 */
public class Account {

  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private @Nullable String accountId;

  private boolean open;
  private Money balance = Money.ZERO;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(OpenAccount command, Instant now) {
    if (!open) {
      apply(new AccountOpened(command.userId(), now));
    }
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  OperationRecorded handle(DepositFunds command, Operations operations, Instant now) {
    OperationRecorded deposit =
        new OperationRecorded(
            command.operationId(),
            command.userId(),
            OperationKind.DEPOSIT,
            command.amount(),
            true,
            balance.plus(command.amount()),
            now);
    return once(
        deposit,
        operations,
        () ->
            apply(
                new FundsDeposited(
                    deposit.operationId(),
                    deposit.userId(),
                    deposit.amount(),
                    deposit.balance(),
                    now)));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  OperationRecorded handle(WithdrawFunds command, Operations operations, Instant now) {
    boolean covered = !balance.isLessThan(command.amount());
    OperationRecorded withdrawal =
        new OperationRecorded(
            command.operationId(),
            command.userId(),
            OperationKind.WITHDRAWAL,
            command.amount(),
            covered,
            covered ? balance.minus(command.amount()) : balance,
            now);
    return once(
        withdrawal,
        operations,
        () ->
            apply(
                covered
                    ? new FundsWithdrawn(
                        withdrawal.operationId(),
                        withdrawal.userId(),
                        withdrawal.amount(),
                        withdrawal.balance(),
                        now)
                    : new WithdrawalRejected(
                        withdrawal.operationId(),
                        withdrawal.userId(),
                        withdrawal.amount(),
                        withdrawal.balance(),
                        now)));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(DebitAccount command, Operations operations, Instant now) {
    UUID operationId = paymentOf(command.orderId());
    if (operations.find(operationId).isPresent()) {
      return; // paid, refused or voided: it stays so
    }
    DebitRejected.Reason reason = reasonToReject(command.amount());
    Money left = reason == null ? balance.minus(command.amount()) : balance;
    operations.record(
        new OperationRecorded(
            operationId,
            command.userId(),
            OperationKind.ORDER_PAYMENT,
            command.amount(),
            reason == null,
            left,
            now));
    apply(
        reason == null
            ? new AccountDebited(
                operationId, command.orderId(), command.userId(), command.amount(), left, now)
            : new DebitRejected(
                operationId, command.orderId(), command.userId(), command.amount(), reason, now));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(VoidPayment command, Operations operations, Instant now) {
    Optional<OperationRecorded> payment = operations.find(paymentOf(command.orderId()));
    if (payment.isEmpty()) {
      neverTake(command, operations, now);
    } else if (payment.get().accepted()) {
      giveBack(command.orderId(), payment.get(), operations, now);
    }
  }

  /** Takes the place of the payment, so that a debit that comes later finds it decided. */
  private void neverTake(VoidPayment command, Operations operations, Instant now) {
    UUID operationId = paymentOf(command.orderId());
    operations.record(
        new OperationRecorded(
            operationId,
            command.userId(),
            OperationKind.ORDER_PAYMENT,
            command.amount(),
            false,
            balance,
            now));
    apply(
        new PaymentVoided(operationId, command.orderId(), command.userId(), command.amount(), now));
  }

  private void giveBack(
      UUID orderId, OperationRecorded payment, Operations operations, Instant now) {
    UUID operationId = DerivedId.of("refund", orderId);
    if (operations.find(operationId).isPresent()) {
      return; // it came back before
    }
    Money after = balance.plus(payment.amount());
    operations.record(
        new OperationRecorded(
            operationId,
            payment.userId(),
            OperationKind.ORDER_REFUND,
            payment.amount(),
            true,
            after,
            now));
    apply(
        new PaymentRefunded(operationId, orderId, payment.userId(), payment.amount(), after, now));
  }

  private static UUID paymentOf(UUID orderId) {
    return DerivedId.of("payment", orderId);
  }

  private DebitRejected.@Nullable Reason reasonToReject(Money amount) {
    if (!open) {
      return DebitRejected.Reason.ACCOUNT_NOT_FOUND;
    }
    return balance.isLessThan(amount) ? DebitRejected.Reason.INSUFFICIENT_FUNDS : null;
  }

  /** Does what a caller asks for, or tells what came of it when it was asked for before. */
  private OperationRecorded once(
      OperationRecorded operation, Operations operations, Runnable happen) {
    if (!open) {
      throw new Refused(
          Refused.Reason.ACCOUNT_NOT_FOUND, "There is no account " + operation.userId() + ".");
    }
    Optional<OperationRecorded> before = operations.find(operation.operationId());
    if (before.isPresent()) {
      return repeated(before.get(), operation);
    }
    operations.record(operation);
    happen.run();
    return operation;
  }

  private static OperationRecorded repeated(OperationRecorded first, OperationRecorded repeat) {
    if (!first.userId().equals(repeat.userId())
        || first.kind() != repeat.kind()
        || !first.amount().equals(repeat.amount())) {
      throw new Refused(Refused.Reason.ID_REUSED, "This operation was another one before.");
    }
    return first;
  }

  @EventSourcingHandler
  void on(AccountOpened event) {
    accountId = AccountCommand.accountId(event.userId());
    open = true;
  }

  @EventSourcingHandler
  void on(FundsDeposited event) {
    balance = event.balance();
  }

  @EventSourcingHandler
  void on(FundsWithdrawn event) {
    balance = event.balance();
  }

  @EventSourcingHandler
  void on(AccountDebited event) {
    balance = event.balance();
  }

  @EventSourcingHandler
  void on(PaymentRefunded event) {
    balance = event.balance();
  }

  @EventSourcingHandler
  void on(PaymentVoided event) {
    accountId = AccountCommand.accountId(event.userId());
  }

  @EventSourcingHandler
  void on(DebitRejected event) {
    accountId = AccountCommand.accountId(event.userId());
  }
}
