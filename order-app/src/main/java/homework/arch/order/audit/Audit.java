package homework.arch.order.audit;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.OperationView;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.user.UserView;
import homework.arch.order.audit.AccountTrace.Balance;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds what has happened against the rules of the process, and against what the services tell. */
final class Audit {

  private static final String ACCOUNT = "Account";
  private static final String OPERATION = "Operation";
  private static final String ORDER = "Order";

  private final History history;
  private final ReadModels readModels;
  private final Map<UUID, String> waiting;
  private final Instant now;
  private final AuditLimits limits;

  /**
   * @param readModels read before the last event of the history
   * @param waiting what an operator can see waiting, by the ids that it is about
   */
  Audit(
      History history,
      ReadModels readModels,
      Map<UUID, String> waiting,
      Instant now,
      AuditLimits limits) {
    this.history = history;
    this.readModels = readModels;
    this.waiting = waiting;
    this.now = now;
    this.limits = limits;
  }

  AuditReport report() {
    return AuditReport.of(
        now,
        history.events(),
        List.of(
            events(),
            money(),
            operations(),
            payments(),
            decisions(),
            deadlines(),
            mails(),
            usersAsReplayed(),
            accountsAsReplayed(),
            entriesAsReplayed(),
            ordersAsReplayed(),
            mailsAsReplayed()));
  }

  private AuditReport.Check events() {
    Findings findings = check("events");
    history.gaps().forEach(findings::fault);
    return findings.looked("%d events, none missing in its stream".formatted(history.events()));
  }

  /** Deposits and refunds less withdrawals and payments are the balance, account by account. */
  private AuditReport.Check money() {
    Findings findings = check("money");
    history
        .accounts()
        .forEach(
            (userId, account) -> {
              if (account.firstFault != null) {
                findings.fault(ACCOUNT, userId, account.firstFault);
              }
            });
    Table<AccountView> accounts = readModels.accounts();
    List<Balance> rows =
        accounts.rows().stream()
            .map(row -> Balance.of(row.userId(), row.balance().minorUnits()))
            .toList();
    history
        .balances()
        .compare(new Table<>(rows, accounts.failure()), ACCOUNT, Balance::userId, findings);
    return findings.looked(
        "%s deposited + %s refunded - %s withdrawn - %s paid = %s %s; accounts: %d"
            .formatted(
                history.sum(OperationKind.DEPOSIT),
                history.sum(OperationKind.ORDER_REFUND),
                history.sum(OperationKind.WITHDRAWAL),
                history.sum(OperationKind.ORDER_PAYMENT),
                history.sumOfBalances(),
                history.currency(),
                history.balances().size()));
  }

  /** What an operation's own stream records has happened to the account, once, and the reverse. */
  private AuditReport.Check operations() {
    Findings findings = check("operations");
    history.operations().forEach((id, operation) -> check(id, operation, findings));
    return findings.looked("%d operations, each once".formatted(history.operations().size()));
  }

  private void check(UUID id, OperationTrace operation, Findings findings) {
    if (operation.told.size() > 1) {
      findings.fault(OPERATION, id, "happened %d times".formatted(operation.told.size()));
    } else if (operation.recorded.size() > 1) {
      findings.fault(OPERATION, id, "is recorded %d times".formatted(operation.recorded.size()));
    } else if (operation.told.isEmpty()) {
      OperationRecorded recorded = operation.recorded.get(0);
      findings.faultUnless(
          isYoung(recorded.at()),
          OPERATION,
          id,
          "is recorded, but the account does not tell of it");
    } else if (operation.recorded.isEmpty()) {
      findings.faultUnless(
          isYoung(operation.told.get(0).at()),
          OPERATION,
          id,
          "happened to account %s, but is not recorded".formatted(operation.told.get(0).userId()));
    } else if (!operation.told.get(0).isSameAs(operation.recorded.get(0))) {
      findings.fault(
          OPERATION,
          id,
          "is recorded as %s, but the account tells %s"
              .formatted(operation.recorded.get(0), operation.told.get(0)));
    }
  }

  /** An approved order is paid once; a refused or cancelled one is not, or its money came back. */
  private AuditReport.Check payments() {
    Findings findings = check("payments");
    history.orders().forEach((id, order) -> payment(id, order, findings));
    return findings.looked(
        "approved: %d, paid once; rejected: %d, cancelled: %d, not paid or refunded"
            .formatted(
                count(OrderStatus.APPROVED),
                count(OrderStatus.REJECTED),
                count(OrderStatus.CANCELLED)));
  }

  private void payment(UUID id, OrderTrace order, Findings findings) {
    int payments = order.payments.size();
    int refunds = order.refunds.size();
    OrderPlaced placed = order.placed;
    if (placed == null) {
      if (payments + refunds > 0) {
        findings.fault(ORDER, id, "was never placed, but has payments or refunds");
      }
      return;
    }
    if (payments > 1) {
      findings.fault(ORDER, id, "is %s and was paid %d times".formatted(order.status, payments));
    }
    for (AccountDebited payment : order.payments) {
      if (!payment.amount().equals(placed.price())) {
        findings.fault(
            ORDER, id, "costs %s, but %s was paid".formatted(placed.price(), payment.amount()));
      }
      if (!payment.userId().equals(placed.userId())) {
        findings.fault(ORDER, id, "was paid from the account of %s".formatted(payment.userId()));
      }
    }
    if (refunds > 1) {
      findings.fault(ORDER, id, "was refunded %d times".formatted(refunds));
    } else if (refunds == 1 && payments == 0) {
      findings.fault(ORDER, id, "was refunded, but never paid");
    } else if (refunds == 1
        && !(order.refunds.get(0).amount().equals(order.payments.get(0).amount())
            && order.refunds.get(0).userId().equals(order.payments.get(0).userId()))) {
      findings.fault(ORDER, id, "was refunded with another sum, or to another account, than paid");
    }
    boolean givenBack =
        order.status == OrderStatus.REJECTED || order.status == OrderStatus.CANCELLED;
    if (givenBack) {
      if (payments > 0 && refunds == 0) {
        Instant since = later(order.since, order.payments.get(payments - 1).at());
        findings.faultUnless(
            isYoung(since),
            ORDER,
            id,
            "is %s since %s, and what was paid for it has not come back"
                .formatted(order.status, order.since));
      }
    } else if (refunds > 0) {
      findings.fault(ORDER, id, "is %s, but was refunded".formatted(order.status));
    }
    boolean approvedOnce =
        order.status == OrderStatus.APPROVED || order.status == OrderStatus.CANCELLED;
    if (approvedOnce && payments == 0) {
      findings.fault(ORDER, id, "is %s, but was never paid".formatted(order.status));
    }
  }

  /** One decision, and no other but the cancellation of what was approved. */
  private AuditReport.Check decisions() {
    Findings findings = check("decisions");
    history.orders().forEach((id, order) -> decision(id, order, findings));
    return findings.looked(
        "decided: %d of %d orders, each once"
            .formatted(
                history.orders().size() - count(OrderStatus.PENDING), history.orders().size()));
  }

  private static void decision(UUID id, OrderTrace order, Findings findings) {
    if (order.placings > 1) {
      findings.fault(ORDER, id, "was placed %d times".formatted(order.placings));
    } else if (order.placed == null && !order.decisions.isEmpty()) {
      findings.fault(ORDER, id, "was never placed, but decided: " + names(order.decisions));
    }
    List<OrderEvent> decisions = order.decisions;
    boolean isCancelled = decisions.size() == 2 && decisions.get(1) instanceof OrderCancelled;
    boolean right =
        decisions.isEmpty()
            || (decisions.size() == 1 && !(decisions.get(0) instanceof OrderCancelled))
            || (isCancelled && decisions.get(0) instanceof OrderApproved);
    if (!right) {
      findings.fault(ORDER, id, "was decided thus: " + names(decisions));
    }
  }

  private static String names(List<OrderEvent> events) {
    return events.stream()
        .map(event -> event.getClass().getSimpleName())
        .collect(Collectors.joining(", "));
  }

  private AuditReport.Check deadlines() {
    Findings findings = check("deadlines");
    history
        .orders()
        .forEach(
            (id, order) -> {
              OrderPlaced placed = order.placed;
              if (placed != null
                  && order.status == OrderStatus.PENDING
                  && placed.decideBy().isBefore(now)) {
                findings.faultUnless(
                    placed.decideBy().plus(limits.overdue()).isAfter(now),
                    ORDER,
                    id,
                    "was to be decided by %s".formatted(placed.decideBy()));
              }
            });
    return findings.looked(
        "undecided: %d, none after its deadline".formatted(count(OrderStatus.PENDING)));
  }

  /** A mail for each decision, and no other about an order. */
  private AuditReport.Check mails() {
    Findings findings = check("mails");
    history.orders().forEach((id, order) -> mails(id, order, findings));
    return findings.looked(
        "about orders: %d, one for each decision"
            .formatted(
                history.orders().values().stream().mapToLong(order -> order.mails.size()).sum()));
  }

  private void mails(UUID id, OrderTrace order, Findings findings) {
    Map<NotificationKind, Instant> due = new LinkedHashMap<>();
    order.decisions.forEach(
        decision -> {
          if (decision instanceof OrderApproved approved) {
            due.put(NotificationKind.ORDER_APPROVED, approved.approvedAt());
          } else if (decision instanceof OrderRejected rejected) {
            due.put(NotificationKind.ORDER_REJECTED, rejected.rejectedAt());
          } else if (decision instanceof OrderCancelled cancelled) {
            due.put(NotificationKind.ORDER_CANCELLED, cancelled.cancelledAt());
          }
        });
    Map<NotificationKind, Long> sent =
        order.mails.stream()
            .collect(Collectors.groupingBy(OrderTrace.Mail::kind, Collectors.counting()));
    sent.forEach(
        (kind, count) -> {
          if (!due.containsKey(kind)) {
            findings.fault(ORDER, id, "has a mail %s, but is %s".formatted(kind, statusOf(order)));
          } else if (count > 1) {
            findings.fault(ORDER, id, "has %d mails %s".formatted(count, kind));
          }
        });
    due.forEach(
        (kind, since) -> {
          if (!sent.containsKey(kind)) {
            findings.faultUnless(
                isYoung(since), ORDER, id, "has no mail %s, due since %s".formatted(kind, since));
          }
        });
    OrderPlaced placed = order.placed;
    if (placed != null
        && order.mails.stream().anyMatch(mail -> !mail.userId().equals(placed.userId()))) {
      findings.fault(ORDER, id, "has a mail to somebody else than " + placed.userId());
    }
  }

  private static String statusOf(OrderTrace order) {
    return order.placed == null ? "unknown" : order.status.toString();
  }

  private AuditReport.Check usersAsReplayed() {
    Findings findings = check("user rows");
    history.users().compare(readModels.users(), "User", UserView::userId, findings);
    return asReplayed(findings, history.users());
  }

  private AuditReport.Check accountsAsReplayed() {
    Findings findings = check("account rows");
    history.accountRows().compare(readModels.accounts(), ACCOUNT, AccountView::userId, findings);
    return asReplayed(findings, history.accountRows());
  }

  /** The operations as each account lists them: all of them, in their order. */
  private AuditReport.Check entriesAsReplayed() {
    Findings findings = check("entry rows");
    history
        .accounts()
        .forEach(
            (userId, account) -> {
              Table<OperationView> table = readModels.operations().get(userId);
              if (table != null) {
                entries(userId, account, table, findings);
              } else if (account.operationsAtTheMark > 0) {
                findings.fault(ACCOUNT, userId, "lists no operations");
              }
            });
    readModels
        .operations()
        .forEach(
            (userId, table) -> {
              if (!history.accounts().containsKey(userId) && !table.rows().isEmpty()) {
                findings.fault(ACCOUNT, userId, "lists operations, but no event tells of it");
              }
            });
    Table<OperationView> strays = readModels.strayOperations();
    if (strays.failure() != null) {
      findings.fault("The operations cannot be read: " + strays.failure());
    }
    strays
        .rows()
        .forEach(
            stray ->
                findings.fault(OPERATION, stray.operationId(), "is listed on no known account"));
    return findings.looked(
        "%d, as a replay would give them"
            .formatted(
                readModels.operations().values().stream()
                    .mapToLong(table -> table.rows().size())
                    .sum()));
  }

  private static void entries(
      UUID userId, AccountTrace account, Table<OperationView> table, Findings findings) {
    if (table.failure() != null) {
      findings.fault(ACCOUNT, userId, "has operations that cannot be read: " + table.failure());
      return;
    }
    Map<UUID, OperationView> oldestFirst = new LinkedHashMap<>();
    for (int i = table.rows().size() - 1; i >= 0; i--) {
      oldestFirst.put(table.rows().get(i).operationId(), table.rows().get(i));
    }
    int position = 0;
    for (OperationView row : oldestFirst.values()) {
      OperationView told =
          position < account.operations.size() ? account.operations.get(position) : null;
      if (told == null || !told.operationId().equals(row.operationId())) {
        findings.fault(
            ACCOUNT,
            userId,
            "lists the operation %s as no. %d, the events have %s there"
                .formatted(
                    row.operationId(), position + 1, told == null ? "none" : told.operationId()));
        return;
      }
      if (!told.equals(row)) {
        findings.fault(OPERATION, row.operationId(), States.difference(row, told));
      }
      position++;
    }
    if (position < account.operationsAtTheMark) {
      findings.fault(
          ACCOUNT,
          userId,
          "lists %d operations, the events have %d"
              .formatted(position, account.operationsAtTheMark));
    }
  }

  private AuditReport.Check ordersAsReplayed() {
    Findings findings = check("order rows");
    history.orderRows().compare(readModels.orders(), ORDER, OrderView::orderId, findings);
    return asReplayed(findings, history.orderRows());
  }

  private AuditReport.Check mailsAsReplayed() {
    Findings findings = check("mail rows");
    history.mails().compare(readModels.mails(), "Mail", NotificationView::notificationId, findings);
    return asReplayed(findings, history.mails());
  }

  private static AuditReport.Check asReplayed(Findings findings, States<?> states) {
    return findings.looked("%d, as a replay would give them".formatted(states.size()));
  }

  private Findings check(String name) {
    return new Findings(name, waiting);
  }

  private long count(OrderStatus status) {
    return history.orders().values().stream()
        .filter(order -> order.placed != null && order.status == status)
        .count();
  }

  private boolean isYoung(Instant since) {
    Duration underWay = limits.underWay();
    return since.plus(underWay).isAfter(now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
