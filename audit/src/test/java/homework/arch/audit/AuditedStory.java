package homework.arch.audit;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.rub;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountEvent;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.EntryView;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.notification.NotificationEvent;
import homework.arch.api.notification.NotificationKind;
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
import homework.arch.api.order.RejectionReason;
import homework.arch.api.user.UserEvent;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.audit.Facts.Thing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events and read models in which all is right, written by hand, for faults to be planted into: an
 * order that was paid, one refused for want of money, one that was cancelled and one whose payment
 * came too late; yesterday.
 */
final class AuditedStory {

  static final UUID PAID = DerivedId.of("paid");
  static final UUID REFUSED = DerivedId.of("refused");
  static final UUID CANCELLED = DerivedId.of("cancelled");
  static final UUID LATE = DerivedId.of("late");
  static final UUID DEPOSIT = DerivedId.of("deposit");
  static final UUID WITHDRAWAL = DerivedId.of("withdrawal");
  static final Duration UNDER_WAY = Duration.ofSeconds(60);
  static final Duration OVERDUE = Duration.ofSeconds(30);
  static final long MARK = 100;
  static final Instant DECIDE_BY = YESTERDAY.plusSeconds(30);

  final List<Object> events = new ArrayList<>();

  /** What happened since the audit began. */
  final List<Object> later = new ArrayList<>();

  final List<UserView> users = new ArrayList<>();
  final List<AccountView> accounts = new ArrayList<>();

  /** The oldest first. */
  final List<EntryView> operations = new ArrayList<>();

  final List<OrderView> orders = new ArrayList<>();
  final List<NotificationView> mails = new ArrayList<>();

  AuditedStory() {
    events.add(new UserRegistered(USER, "sealed:Anna", "sealed:anna@", "#", YESTERDAY));
    users.add(new UserView(USER, "sealed:Anna", "sealed:anna@", YESTERDAY, null));
    events.add(new AccountOpened(USER, YESTERDAY));
    moved(
        OperationKind.DEPOSIT,
        new FundsDeposited(DEPOSIT, USER, rub(1000), rub(1000), YESTERDAY),
        entry(DEPOSIT, OperationKind.DEPOSIT, rub(1000), rub(1000), null));
    moved(
        OperationKind.WITHDRAWAL,
        new FundsWithdrawn(WITHDRAWAL, USER, rub(5), rub(995), YESTERDAY),
        entry(WITHDRAWAL, OperationKind.WITHDRAWAL, rub(5), rub(995), null));

    place(PAID, rub(900));
    pay(PAID, rub(900), rub(95));
    events.add(new OrderApproved(PAID, USER, rub(900), YESTERDAY));
    mail(PAID, NotificationKind.ORDER_APPROVED);
    row(PAID, rub(900), OrderStatus.APPROVED, null);

    place(REFUSED, rub(900));
    events.add(recorded(payment(REFUSED), OperationKind.ORDER_PAYMENT, rub(900), false, rub(95)));
    events.add(
        new DebitRejected(
            payment(REFUSED),
            REFUSED,
            USER,
            rub(900),
            DebitRejected.Reason.INSUFFICIENT_FUNDS,
            YESTERDAY));
    events.add(
        new OrderRejected(REFUSED, USER, rub(900), RejectionReason.INSUFFICIENT_FUNDS, YESTERDAY));
    mail(REFUSED, NotificationKind.ORDER_REJECTED);
    row(REFUSED, rub(900), OrderStatus.REJECTED, RejectionReason.INSUFFICIENT_FUNDS);

    place(CANCELLED, rub(50));
    pay(CANCELLED, rub(50), rub(45));
    events.add(new OrderApproved(CANCELLED, USER, rub(50), YESTERDAY));
    mail(CANCELLED, NotificationKind.ORDER_APPROVED);
    events.add(new OrderCancelled(CANCELLED, USER, rub(50), UUID.randomUUID(), YESTERDAY));
    mail(CANCELLED, NotificationKind.ORDER_CANCELLED);
    refund(CANCELLED, rub(50), rub(95));
    row(CANCELLED, rub(50), OrderStatus.CANCELLED, null);

    place(LATE, rub(10));
    events.add(new OrderRejected(LATE, USER, rub(10), RejectionReason.PAYMENT_TIMEOUT, YESTERDAY));
    pay(LATE, rub(10), rub(85));
    refund(LATE, rub(10), rub(95));
    mail(LATE, NotificationKind.ORDER_REJECTED);
    row(LATE, rub(10), OrderStatus.REJECTED, RejectionReason.PAYMENT_TIMEOUT);

    accounts.add(new AccountView(USER, rub(95), "RUB", YESTERDAY, YESTERDAY, null));
  }

  static UUID payment(UUID orderId) {
    return DerivedId.of("payment", orderId);
  }

  static OrderPlaced placed(UUID orderId, Money price) {
    return new OrderPlaced(orderId, USER, price, null, YESTERDAY, DECIDE_BY);
  }

  static OrderView orderRow(
      UUID orderId, Money price, OrderStatus status, @Nullable RejectionReason reason) {
    return new OrderView(
        orderId,
        USER,
        price,
        null,
        status,
        reason,
        YESTERDAY,
        status == OrderStatus.PENDING ? null : YESTERDAY);
  }

  static NotificationSent sent(UUID orderId, NotificationKind kind, String number) {
    return new NotificationSent(
        DerivedId.of("letter", orderId, kind, number),
        USER,
        null,
        kind,
        "Your order",
        "Dear Anna",
        orderId,
        NotificationStatus.STORED,
        YESTERDAY);
  }

  static OperationRecorded recorded(
      UUID id, OperationKind kind, Money amount, boolean accepted, Money balance) {
    return new OperationRecorded(id, USER, kind, amount, accepted, balance, YESTERDAY);
  }

  void place(UUID orderId, Money price) {
    events.add(placed(orderId, price));
  }

  void row(UUID orderId, Money price, OrderStatus status, @Nullable RejectionReason reason) {
    orders.add(orderRow(orderId, price, status, reason));
  }

  void mail(UUID orderId, NotificationKind kind) {
    NotificationSent mail = sent(orderId, kind, "");
    events.add(mail);
    mails.add(NotificationView.of(mail));
  }

  void pay(UUID orderId, Money price, Money balance) {
    moved(
        OperationKind.ORDER_PAYMENT,
        new AccountDebited(payment(orderId), orderId, USER, price, balance, YESTERDAY),
        entry(payment(orderId), OperationKind.ORDER_PAYMENT, price, balance, orderId));
  }

  void refund(UUID orderId, Money price, Money balance) {
    UUID id = DerivedId.of("refund", orderId);
    moved(
        OperationKind.ORDER_REFUND,
        new PaymentRefunded(id, orderId, USER, price, balance, YESTERDAY),
        entry(id, OperationKind.ORDER_REFUND, price, balance, orderId));
  }

  private EntryView entry(
      UUID id, OperationKind kind, Money amount, Money balance, @Nullable UUID orderId) {
    long sequence = events.stream().filter(AuditedStory::isInAnAccount).count();
    return new EntryView(id, USER, sequence, kind, amount, balance, orderId, YESTERDAY);
  }

  private static boolean isInAnAccount(Object event) {
    return event instanceof AccountEvent && !(event instanceof OperationRecorded);
  }

  private void moved(OperationKind kind, Object event, EntryView row) {
    events.add(recorded(row.operationId(), kind, row.amount(), true, row.balance()));
    events.add(event);
    operations.add(row);
  }

  /** Replaces what must be there. */
  static <T> void replace(List<T> list, T before, T after) {
    if (!Collections.replaceAll(list, before, after)) {
      throw new AssertionError("there is no " + before);
    }
  }

  /** Removes those of a kind that are about something. */
  void remove(Class<?> kind, UUID about) {
    if (!events.removeIf(
        event -> kind.isInstance(event) && event.toString().contains(about.toString()))) {
      throw new AssertionError("there is no " + kind + " about " + about);
    }
  }

  /** More that an audit is told. */
  interface More {
    void tell(Facts facts) throws IOException;
  }

  AuditReport audited() {
    return audited(NOW, Map.of());
  }

  AuditReport audited(Instant now, Map<UUID, String> deadLetters) {
    return audited(now, deadLetters, facts -> {});
  }

  /**
   * @param more what else is told
   */
  AuditReport audited(Instant now, Map<UUID, String> deadLetters, More more) {
    try (Facts facts = new Facts(new Sorter(1000), MARK, System.nanoTime() + UNDER_WAY.toNanos())) {
      Map<String, Long> numbers = new HashMap<>();
      tell(events, MARK, numbers, facts);
      for (UserView user : users) {
        facts.row(Thing.USER, user.userId(), user);
      }
      for (AccountView account : accounts) {
        facts.row(Thing.ACCOUNT, account.userId(), account);
      }
      for (EntryView operation : operations) {
        facts.row(Thing.OPERATION, operation.operationId(), operation);
      }
      for (OrderView order : orders) {
        facts.row(Thing.ORDER, order.orderId(), order);
      }
      for (NotificationView mail : mails) {
        facts.row(Thing.MAIL, mail.notificationId(), mail);
      }
      more.tell(facts);
      tell(later, MARK + 1, numbers, facts);
      AuditLimits limits = new AuditLimits(UNDER_WAY, OVERDUE, Duration.ZERO, Duration.ZERO);
      return new Checks("RUB", limits, now, deadLetters, facts).report();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(
      List<Object> events, long position, Map<String, Long> numbers, Facts facts)
      throws IOException {
    for (Object event : events) {
      String stream = streamOf(event);
      facts.event(position, stream, numbers.merge(stream, 1L, Long::sum) - 1, event);
    }
  }

  private static String streamOf(Object event) {
    if (event instanceof OperationRecorded recorded) {
      return "operation-" + recorded.operationId();
    } else if (event instanceof AccountEvent account) {
      return "account-" + account.userId();
    } else if (event instanceof OrderEvent order) {
      return order.orderId().toString();
    } else if (event instanceof NotificationEvent mail) {
      return mail.notificationId().toString();
    }
    return ((UserEvent) event).userId().toString();
  }
}
