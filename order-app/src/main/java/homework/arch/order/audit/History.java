package homework.arch.order.audit;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountEvent;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.OperationView;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.billing.WithdrawalRejected;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.order.audit.AccountTrace.Balance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that has happened, folded event by event: sums of our own, and the rows of a replay. */
final class History {

  private final String currency;

  private long events;
  private final Map<String, Long> streams = new HashMap<>();
  private final List<String> gaps = new ArrayList<>();

  private final States<UserView> users = new States<>();
  private final States<AccountView> accountRows = new States<>();
  private final States<Balance> balances = new States<>();
  private final States<OrderView> orderRows = new States<>();
  private final States<NotificationView> mails = new States<>();

  private final Map<UUID, AccountTrace> accounts = new LinkedHashMap<>();
  private final Map<UUID, OperationTrace> operations = new LinkedHashMap<>();
  private final Map<UUID, OrderTrace> orders = new LinkedHashMap<>();
  private final Map<OperationKind, Long> sums = new EnumMap<>(OperationKind.class);

  History(String currency) {
    this.currency = currency;
  }

  /** Everything so far was there when the audit began. */
  void mark() {
    users.mark();
    accountRows.mark();
    balances.mark();
    orderRows.mark();
    mails.mark();
    accounts.values().forEach(account -> account.operationsAtTheMark = account.operations.size());
  }

  /** The next event, which is the one with this number in its stream. */
  void add(String stream, long number, Object event) {
    Long before = streams.put(stream, number);
    long due = before == null ? 0 : before + 1;
    if (number != due) {
      gaps.add("The stream %s has event %d where %d is due".formatted(stream, number, due));
    }
    add(event);
  }

  void unreadable(String what) {
    events++;
    gaps.add(what);
  }

  void add(Object event) {
    events++;
    if (event instanceof UserRegistered user) {
      users.put(
          user.userId(),
          new UserView(user.userId(), user.name(), user.email(), user.registeredAt()));
    } else if (event instanceof AccountEvent accountEvent) {
      on(accountEvent);
    } else if (event instanceof OrderEvent orderEvent) {
      on(orderEvent);
    } else if (event instanceof NotificationSent mail) {
      mails.put(mail.notificationId(), NotificationView.of(mail));
      if (mail.orderId() != null) {
        order(mail.orderId())
            .mails
            .add(new OrderTrace.Mail(mail.notificationId(), mail.userId(), mail.kind()));
      }
    } else if (event instanceof NotificationDelivered delivered) {
      ended(delivered.notificationId(), NotificationStatus.SENT, null);
    } else if (event instanceof DeliveryFailed failed) {
      ended(failed.notificationId(), NotificationStatus.FAILED, failed.cause());
    }
  }

  /** The delivery of a mail. */
  private void ended(UUID notificationId, NotificationStatus status, @Nullable String failure) {
    NotificationView mail = mails.last(notificationId);
    if (mail != null) {
      mails.put(
          notificationId,
          new NotificationView(
              notificationId,
              mail.userId(),
              mail.email(),
              mail.kind(),
              mail.subject(),
              mail.text(),
              mail.orderId(),
              status,
              failure,
              mail.createdAt()));
    }
  }

  private void on(AccountEvent event) {
    if (event instanceof AccountOpened opened) {
      AccountTrace account = account(opened.userId());
      account.openedAt = opened.openedAt();
      rows(opened.userId(), account, Money.ZERO, opened.openedAt());
    } else if (event instanceof OperationRecorded recorded) {
      operation(recorded.operationId()).recorded.add(recorded);
    } else if (event instanceof FundsDeposited e) {
      moved(
          e.userId(),
          e.operationId(),
          OperationKind.DEPOSIT,
          e.amount(),
          e.balance(),
          null,
          e.at());
    } else if (event instanceof FundsWithdrawn e) {
      moved(
          e.userId(),
          e.operationId(),
          OperationKind.WITHDRAWAL,
          e.amount(),
          e.balance(),
          null,
          e.at());
    } else if (event instanceof AccountDebited e) {
      order(e.orderId()).payments.add(e);
      moved(
          e.userId(),
          e.operationId(),
          OperationKind.ORDER_PAYMENT,
          e.amount(),
          e.balance(),
          e.orderId(),
          e.at());
    } else if (event instanceof PaymentRefunded e) {
      order(e.orderId()).refunds.add(e);
      moved(
          e.userId(),
          e.operationId(),
          OperationKind.ORDER_REFUND,
          e.amount(),
          e.balance(),
          e.orderId(),
          e.at());
    } else if (event instanceof WithdrawalRejected e) {
      stayed(
          e.userId(), e.operationId(), OperationKind.WITHDRAWAL, e.amount(), e.balance(), e.at());
    } else if (event instanceof DebitRejected e) {
      stayed(e.userId(), e.operationId(), OperationKind.ORDER_PAYMENT, e.amount(), null, e.at());
    } else if (event instanceof PaymentVoided e) {
      stayed(e.userId(), e.operationId(), OperationKind.ORDER_PAYMENT, e.amount(), null, e.at());
    }
  }

  private void moved(
      UUID userId,
      UUID operationId,
      OperationKind kind,
      Money amount,
      Money balance,
      @Nullable UUID orderId,
      Instant at) {
    AccountTrace account = account(userId);
    sums.merge(kind, amount.minorUnits(), Math::addExact);
    boolean comesIn = kind == OperationKind.DEPOSIT || kind == OperationKind.ORDER_REFUND;
    account.sum = Math.addExact(account.sum, comesIn ? amount.minorUnits() : -amount.minorUnits());
    if (account.sum < 0) {
      account.fault(
          "goes below nothing with the %s %s: to %s"
              .formatted(kind, operationId, decimal(account.sum)));
    } else if (account.sum != balance.minorUnits()) {
      account.fault(
          "has the balance %s after the %s %s, its events make it %s"
              .formatted(balance, kind, operationId, decimal(account.sum)));
    }
    if (account.openedAt == null) {
      account.fault("has the %s %s, but was never opened".formatted(kind, operationId));
    }
    account.operations.add(new OperationView(operationId, kind, amount, balance, orderId, at));
    operation(operationId)
        .told
        .add(new OperationTrace.Told(userId, kind, amount, true, balance, at));
    rows(userId, account, balance, at);
  }

  private void stayed(
      UUID userId,
      UUID operationId,
      OperationKind kind,
      Money amount,
      @Nullable Money balance,
      Instant at) {
    operation(operationId)
        .told
        .add(new OperationTrace.Told(userId, kind, amount, false, balance, at));
  }

  private void rows(UUID userId, AccountTrace account, Money balance, Instant at) {
    if (account.openedAt != null) {
      accountRows.put(userId, new AccountView(userId, balance, currency, account.openedAt, at));
      balances.put(userId, Balance.of(userId, account.sum));
    }
  }

  private void on(OrderEvent event) {
    OrderTrace order = order(event.orderId());
    if (event instanceof OrderPlaced placed) {
      order.placed = placed;
      order.placings++;
      order.since = placed.placedAt();
      orderRows.put(placed.orderId(), OrderView.placed(placed));
      return;
    }
    order.decisions.add(event);
    if (event instanceof OrderApproved approved) {
      decided(order, OrderStatus.APPROVED, approved.approvedAt());
    } else if (event instanceof OrderRejected rejected) {
      order.reason = rejected.reason();
      decided(order, OrderStatus.REJECTED, rejected.rejectedAt());
    } else if (event instanceof OrderCancelled cancelled) {
      decided(order, OrderStatus.CANCELLED, cancelled.cancelledAt());
    }
  }

  private void decided(OrderTrace order, OrderStatus status, Instant at) {
    order.status = status;
    order.since = at;
    OrderPlaced placed = order.placed;
    if (placed != null) {
      orderRows.put(
          placed.orderId(),
          new OrderView(
              placed.orderId(),
              placed.userId(),
              placed.price(),
              placed.description(),
              status,
              order.reason,
              placed.placedAt(),
              at));
    }
  }

  private AccountTrace account(UUID userId) {
    return accounts.computeIfAbsent(userId, id -> new AccountTrace());
  }

  private OperationTrace operation(UUID operationId) {
    return operations.computeIfAbsent(operationId, id -> new OperationTrace());
  }

  private OrderTrace order(UUID orderId) {
    return orders.computeIfAbsent(orderId, id -> new OrderTrace());
  }

  String currency() {
    return currency;
  }

  long events() {
    return events;
  }

  /** What is missing in the event store, or cannot be read. */
  List<String> gaps() {
    return gaps;
  }

  States<UserView> users() {
    return users;
  }

  States<AccountView> accountRows() {
    return accountRows;
  }

  States<Balance> balances() {
    return balances;
  }

  States<OrderView> orderRows() {
    return orderRows;
  }

  States<NotificationView> mails() {
    return mails;
  }

  Map<UUID, AccountTrace> accounts() {
    return accounts;
  }

  Map<UUID, OperationTrace> operations() {
    return operations;
  }

  Map<UUID, OrderTrace> orders() {
    return orders;
  }

  /** All sums of a kind together. */
  BigDecimal sum(OperationKind kind) {
    return decimal(sums.getOrDefault(kind, 0L));
  }

  BigDecimal sumOfBalances() {
    return decimal(accounts.values().stream().mapToLong(account -> account.sum).sum());
  }

  private static BigDecimal decimal(long minorUnits) {
    return BigDecimal.valueOf(minorUnits, 2);
  }
}
