package homework.arch.billing.domain;

import static homework.arch.api.billing.OperationKind.DEPOSIT;
import static homework.arch.api.billing.OperationKind.WITHDRAWAL;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountClosed;
import homework.arch.api.billing.AccountCommand;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountOperation;
import homework.arch.api.billing.CloseAccount;
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
import java.util.Objects;
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
 *
 * <p>A closed account is like one that nobody has opened, but for what has to go back to it: that
 * is still owed, and can be withdrawn.
 */
public class Account {

  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private @Nullable String accountId;

  private boolean open;
  private Money balance = Money.ZERO;

  /** The last registration of the user for which it was closed. */
  private long closedFor = -1;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(OpenAccount command, Operations operations, Instant now) {
    // It was closed between the registration before, two places earlier, and this one. Without an
    // event of its own this would meet no conflict.
    if (closedFor < command.registration() - 2) {
      operations.decideAnew("This is the account as it was before it was closed.");
    }
    if (!open && command.registration() > closedFor) {
      apply(new AccountOpened(command.userId(), now));
    }
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(CloseAccount command, Instant now) {
    if (command.registration() <= closedFor) {
      return;
    }
    if (command.orderUnderWay() != null) {
      throw new Refused(
          Refused.Reason.ORDER_UNDER_WAY,
          "The order %s is not decided yet, or its money is on its way back."
              .formatted(command.orderUnderWay()));
    }
    if (!balance.equals(Money.ZERO)) {
      throw new Refused(Refused.Reason.MONEY_ON_ACCOUNT, "The balance is %s.".formatted(balance));
    }
    if (!open) { // the command that opens it is still on its way
      apply(new AccountOpened(command.userId(), now));
    }
    apply(new AccountClosed(command.userId(), command.registration(), now));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  OperationRecorded handle(DepositFunds command, Operations operations, Instant now) {
    UUID id = command.operationId();
    UUID userId = command.userId();
    Money amount = command.amount();
    Optional<OperationRecorded> before = operations.findIfRepeated(id);
    if (before.isPresent()) {
      return firstAnswer(before.get(), DEPOSIT, userId, amount);
    }
    refuseUnless(open, command);
    return decide(new FundsDeposited(id, userId, amount, balance.plus(amount), now), operations);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  OperationRecorded handle(WithdrawFunds command, Operations operations, Instant now) {
    UUID id = command.operationId();
    UUID userId = command.userId();
    Money amount = command.amount();
    Optional<OperationRecorded> before = operations.findIfRepeated(id);
    if (before.isPresent()) {
      return firstAnswer(before.get(), WITHDRAWAL, userId, amount);
    }
    refuseUnless(open || !balance.equals(Money.ZERO), command);
    return decide(
        balance.isLessThan(amount)
            ? new WithdrawalRejected(id, userId, amount, balance, now)
            : new FundsWithdrawn(id, userId, amount, balance.minus(amount), now),
        operations);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(DebitAccount command, Operations operations, Instant now) {
    UUID id = paymentOf(command.orderId());
    if (operations.findIfRepeated(id).isPresent()) {
      return; // paid, refused or voided: it stays so
    }
    UUID orderId = command.orderId();
    UUID userId = command.userId();
    Money amount = command.amount();
    DebitRejected.Reason reason = reasonToReject(amount);
    decide(
        reason == null
            ? new AccountDebited(id, orderId, userId, amount, balance.minus(amount), now)
            : new DebitRejected(id, orderId, userId, amount, reason, now),
        operations);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(VoidPayment command, Operations operations, Instant now) {
    UUID orderId = command.orderId();
    UUID userId = command.userId();
    UUID payment = paymentOf(orderId);
    UUID refund = DerivedId.of("refund", orderId);
    Optional<OperationRecorded> paid = operations.find(payment);
    if (paid.isEmpty()) {
      // It takes the place of the payment, so that a debit that comes later finds it decided.
      decide(new PaymentVoided(payment, orderId, userId, command.amount(), now), operations);
    } else if (paid.get().accepted() && operations.find(refund).isEmpty()) {
      Money amount = paid.get().amount();
      decide(
          new PaymentRefunded(refund, orderId, userId, amount, balance.plus(amount), now),
          operations);
    }
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

  private static void refuseUnless(boolean there, AccountCommand command) {
    if (!there) {
      throw new Refused(
          Refused.Reason.ACCOUNT_NOT_FOUND, "There is no account " + command.userId() + ".");
    }
  }

  private static OperationRecorded firstAnswer(
      OperationRecorded first, OperationKind kind, UUID userId, Money amount) {
    if (first.kind() != kind || !first.userId().equals(userId) || !first.amount().equals(amount)) {
      throw new Refused(Refused.Reason.ID_REUSED, "This operation was another one before.");
    }
    return first;
  }

  /** Applies what was decided, and records it under its id for whoever asks again. */
  private OperationRecorded decide(AccountOperation decision, Operations operations) {
    apply(decision);
    OperationRecorded operation =
        new OperationRecorded(
            decision.operationId(),
            decision.userId(),
            decision.kind(),
            decision.amount(),
            decision.accepted(),
            balance, // with the decision applied
            decision.at());
    operations.record(operation);
    return operation;
  }

  @EventSourcingHandler
  void on(AccountOpened event) {
    accountId = AccountCommand.accountId(event.userId());
    open = true;
  }

  @EventSourcingHandler
  void on(AccountClosed event) {
    accountId = AccountCommand.accountId(event.userId());
    open = false;
    closedFor = event.registration();
  }

  @EventSourcingHandler
  void on(AccountOperation event) {
    accountId = AccountCommand.accountId(event.userId());
    balance = Objects.requireNonNullElse(event.balance(), balance);
  }
}
