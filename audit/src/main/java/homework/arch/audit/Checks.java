package homework.arch.audit;

import static homework.arch.api.billing.OperationKind.DEPOSIT;
import static homework.arch.api.billing.OperationKind.ORDER_PAYMENT;
import static homework.arch.api.billing.OperationKind.ORDER_REFUND;
import static homework.arch.api.billing.OperationKind.WITHDRAWAL;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountClosed;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountOperation;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.EntryView;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.audit.Facts.Fact;
import homework.arch.audit.Facts.InStream;
import homework.arch.audit.Facts.Thing;
import homework.arch.audit.Facts.Unreadable;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one thing after the other, holds what is told about it against the rules, and sums up.
 */
final class Checks {

  /** What is on an account by our own sums. */
  record Balance(BigDecimal balance) {}

  private final String currency;
  private final AuditLimits limits;
  private final Instant now;
  private final Facts facts;

  private final Findings events;
  private final Findings money;
  private final Findings operations;
  private final ReadModel<UserView> users;
  private final ReadModel<AccountView> accounts;
  private final ReadModel<Balance> balances;
  private final ReadModel<EntryView> entries;
  private final ReadModel<NotificationView> mails;
  private final OrderChecks orders;

  private final Map<OperationKind, Long> sums = new EnumMap<>(OperationKind.class);
  private long sumOfBalances;
  private long closedAccounts;
  private long owedOnClosed;
  private long operationCount;
  private long eventCount;

  /**
   * @param deadLetters what is told of each, by the ids that it is about
   */
  Checks(
      String currency,
      AuditLimits limits,
      Instant now,
      Map<UUID, String> deadLetters,
      Facts facts) {
    this.currency = currency;
    this.limits = limits;
    this.now = now;
    this.facts = facts;
    Map<Thing, String> failures = facts.failures();
    events = new Findings("events", "Stream", deadLetters);
    money = new Findings("money", "Account", deadLetters);
    operations = new Findings("operations", "Operation", deadLetters);
    users =
        new ReadModel<>(new Findings("user rows", "User", deadLetters), failures.get(Thing.USER));
    accounts =
        new ReadModel<>(
            new Findings("account rows", "Account", deadLetters), failures.get(Thing.ACCOUNT));
    balances = new ReadModel<>(money, failures.get(Thing.ACCOUNT));
    entries =
        new ReadModel<>(
            new Findings("entry rows", "Operation", deadLetters), failures.get(Thing.OPERATION));
    mails =
        new ReadModel<>(new Findings("mail rows", "Mail", deadLetters), failures.get(Thing.MAIL));
    orders = new OrderChecks(limits, now, deadLetters, failures.get(Thing.ORDER));
  }

  AuditReport report() throws IOException {
    facts.sort();
    for (Fact first = facts.peek(); first != null; first = facts.peek()) {
      switch (first.thing()) {
        case STREAM -> stream(first);
        case USER -> user(first);
        case ACCOUNT -> account(first);
        case OPERATION -> operation(first);
        case ORDER -> orders.look(first, facts);
        case MAIL -> mail(first);
      }
    }
    List<AuditReport.Check> checks = new ArrayList<>();
    checks.add(events.looked("%d events, none missing in its stream", eventCount));
    checks.add(
        money.looked(
            "%s deposited + %s refunded - %s withdrawn - %s paid = %s %s; accounts: %d%s",
            sum(DEPOSIT),
            sum(ORDER_REFUND),
            sum(WITHDRAWAL),
            sum(ORDER_PAYMENT),
            decimal(sumOfBalances),
            currency,
            balances.size(),
            closedAccounts == 0
                ? ""
                : ", closed: %d, which hold %s".formatted(closedAccounts, decimal(owedOnClosed))));
    checks.add(operations.looked("%d operations, each once", operationCount));
    checks.addAll(orders.looked());
    Stream.of(users, accounts, entries, orders.rows(), mails)
        .forEach(rows -> checks.add(rows.looked()));
    boolean holds = checks.stream().allMatch(AuditReport.Check::holds);
    return new AuditReport(holds, now, eventCount, checks);
  }

  private void stream(Fact first) throws IOException {
    long due = 0;
    for (Fact fact = facts.next(first); fact != null; fact = facts.next(first)) {
      eventCount++;
      if (fact.told() instanceof Unreadable event) {
        events.fault(event.sentence());
      } else if (fact.number() != due && fact.told() instanceof InStream stream) {
        events.fault(
            "The stream %s has event %d where %d is due"
                .formatted(stream.name(), fact.number(), due));
      }
      due = fact.number() + 1;
    }
  }

  private void user(Fact first) throws IOException {
    ReadModel<UserView>.Row row = users.row(first);
    for (Fact fact = facts.next(first); fact != null; fact = facts.next(first)) {
      if (fact.told() instanceof UserRegistered e) {
        row.told(UserView.of(e), fact);
      } else if (fact.told() instanceof UserErased e && row.told() != null) {
        row.told(row.told().erased(e.erasedAt()), fact);
      } else if (fact.told() instanceof UserView view) {
        row.read(InClear.comparable(view, row.told()));
      }
    }
    row.check();
  }

  /** Deposits and refunds less withdrawals and payments are the balance, event by event. */
  private void account(Fact first) throws IOException {
    ReadModel<AccountView>.Row row = accounts.row(first);
    ReadModel<Balance>.Row balance = balances.row(first);
    Instant openedAt = null;
    Instant closedAt = null;
    Instant at = null;
    Money told = Money.ZERO;
    String fault = null;
    long sum = 0;
    for (Fact fact = facts.next(first); fact != null; fact = facts.next(first)) {
      if (fact.told() instanceof AccountView view) {
        row.read(view);
        balance.read(new Balance(decimal(view.balance().minorUnits())));
        continue;
      } else if (fact.told() instanceof AccountOpened opened) {
        openedAt = openedAt == null ? opened.openedAt() : openedAt;
        at = at == null ? openedAt : at;
        closedAt = null;
      } else if (fact.told() instanceof AccountClosed closed) {
        closedAt = closed.closedAt();
        if (fault == null && sum != 0) {
          fault = "was closed with %s on it".formatted(decimal(sum));
        }
      } else if (fact.told() instanceof AccountOperation e && e.balance() != null) {
        told = e.balance();
        at = e.at();
        sum = Math.addExact(sum, counted(e));
        fault = fault == null ? faultAfter(e, told, sum, openedAt, closedAt) : fault;
      }
      if (openedAt != null && at != null) {
        row.told(new AccountView(first.id(), told, currency, openedAt, at, closedAt), fact);
        balance.told(new Balance(decimal(sum)), fact);
      }
    }
    sumOfBalances = Math.addExact(sumOfBalances, sum);
    if (closedAt != null) {
      closedAccounts++;
      owedOnClosed = Math.addExact(owedOnClosed, sum);
    }
    if (fault != null) {
      money.fault(first.id(), "%s", fault);
    }
    row.check();
    balance.check();
  }

  /** What comes in by an operation, or less than nothing. */
  private long counted(AccountOperation operation) {
    long amount = operation.amount().minorUnits();
    OperationKind kind = operation.kind();
    sums.merge(kind, amount, Math::addExact);
    return kind == DEPOSIT || kind == ORDER_REFUND ? amount : -amount;
  }

  /** What is wrong with an operation after which our own sum is this. */
  private static @Nullable String faultAfter(
      AccountOperation e,
      Money balance,
      long sum,
      @Nullable Instant openedAt,
      @Nullable Instant closedAt) {
    if (sum < 0) {
      return "goes below nothing with the %s %s: to %s"
          .formatted(e.kind(), e.operationId(), decimal(sum));
    } else if (sum != balance.minorUnits()) {
      return "has the balance %s after the %s %s, its events make it %s"
          .formatted(balance, e.kind(), e.operationId(), decimal(sum));
    }
    if (openedAt == null) {
      return "has the %s %s, but was never opened".formatted(e.kind(), e.operationId());
    }
    // What has to go back to it does, and what went back may be withdrawn.
    return closedAt != null && (e.kind() == DEPOSIT || e.kind() == ORDER_PAYMENT)
        ? "has the %s %s, but was closed".formatted(e.kind(), e.operationId())
        : null;
  }

  /** What an operation's own stream records has happened to the account, once, and the reverse. */
  private void operation(Fact first) throws IOException {
    ReadModel<EntryView>.Row row = entries.row(first);
    List<OperationRecorded> recorded = new ArrayList<>(1);
    List<AccountOperation> told = new ArrayList<>(1);
    for (Fact fact = facts.next(first); fact != null; fact = facts.next(first)) {
      if (fact.told() instanceof OperationRecorded event) {
        recorded.add(event);
      } else if (fact.told() instanceof EntryView entry) {
        row.read(entry);
      } else if (fact.told() instanceof AccountOperation event) {
        told.add(event);
        if (event.accepted()) {
          row.told(entry(event, fact.number()), fact);
        }
      }
    }
    row.check();
    if (recorded.size() + told.size() > 0) {
      operationCount++;
      operation(first.id(), recorded, told);
    }
  }

  private static EntryView entry(AccountOperation e, long number) {
    return new EntryView(
        e.operationId(),
        e.userId(),
        number,
        e.kind(),
        e.amount(),
        Objects.requireNonNull(e.balance()),
        e.orderId(),
        e.at());
  }

  private void operation(UUID id, List<OperationRecorded> recorded, List<AccountOperation> told) {
    if (told.size() > 1) {
      operations.fault(id, "happened %d times", told.size());
    } else if (recorded.size() > 1) {
      operations.fault(id, "is recorded %d times", recorded.size());
    } else if (told.isEmpty()) {
      operations.faultUnless(
          limits.isUnderWay(recorded.get(0).at(), now),
          id,
          "is recorded, but the account does not tell of it");
    } else if (recorded.isEmpty()) {
      operations.faultUnless(
          limits.isUnderWay(told.get(0).at(), now),
          id,
          "happened to account %s, but is not recorded",
          told.get(0).userId());
    } else if (!isSame(told.get(0), recorded.get(0))) {
      operations.fault(
          id, "is recorded as %s, but the account tells %s", recorded.get(0), told.get(0));
    }
  }

  private static boolean isSame(AccountOperation told, OperationRecorded recorded) {
    return told.userId().equals(recorded.userId())
        && told.kind() == recorded.kind()
        && told.amount().equals(recorded.amount())
        && told.accepted() == recorded.accepted()
        && (told.balance() == null || told.balance().equals(recorded.balance()));
  }

  private void mail(Fact first) throws IOException {
    ReadModel<NotificationView>.Row row = mails.row(first);
    for (Fact fact = facts.next(first); fact != null; fact = facts.next(first)) {
      NotificationView before = row.told();
      if (fact.told() instanceof NotificationView view) {
        row.read(InClear.comparable(view, before));
      } else if (fact.told() instanceof NotificationSent sent) {
        row.told(NotificationView.of(sent), fact);
      } else if (fact.told() instanceof NotificationDelivered && before != null) {
        row.told(ended(before, NotificationStatus.SENT, null), fact);
      } else if (fact.told() instanceof DeliveryFailed failed && before != null) {
        row.told(ended(before, NotificationStatus.FAILED, failed.cause()), fact);
      }
    }
    row.check();
  }

  private static NotificationView ended(
      NotificationView mail, NotificationStatus status, @Nullable String failure) {
    return new NotificationView(
        mail.notificationId(),
        mail.userId(),
        null,
        mail.kind(),
        mail.subject(),
        mail.text(),
        mail.orderId(),
        status,
        failure,
        mail.createdAt());
  }

  private BigDecimal sum(OperationKind kind) {
    return decimal(sums.getOrDefault(kind, 0L));
  }

  private static BigDecimal decimal(long minorUnits) {
    return BigDecimal.valueOf(minorUnits, 2);
  }
}
