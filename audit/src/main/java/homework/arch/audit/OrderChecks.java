package homework.arch.audit;

import homework.arch.api.billing.AccountOperation;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.audit.Facts.Fact;
import homework.arch.audit.Facts.Mailed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds what is told about an order against the rules of the process. */
final class OrderChecks {

  /** All that the events tell about one order. */
  private static final class Story {

    @Nullable OrderPlaced placed;
    int placings;
    @Nullable OrderView order;
    final List<OrderEvent> decisions = new ArrayList<>(1);
    final List<AccountOperation> payments = new ArrayList<>(1);
    final List<AccountOperation> refunds = new ArrayList<>(1);
    final List<Mailed> mails = new ArrayList<>(1);
  }

  private final AuditLimits limits;
  private final Instant now;

  private final Findings payments;
  private final Findings decisions;
  private final Findings deadlines;
  private final Findings mails;
  private final ReadModel<OrderView> rows;

  private final Map<OrderStatus, Long> statuses = new EnumMap<>(OrderStatus.class);
  private long orderCount;
  private long mailCount;

  /**
   * @param failure why the rows cannot be read; null if they can
   */
  OrderChecks(
      AuditLimits limits, Instant now, Map<UUID, String> deadLetters, @Nullable String failure) {
    this.limits = limits;
    this.now = now;
    payments = new Findings("payments", "Order", deadLetters);
    decisions = new Findings("decisions", "Order", deadLetters);
    deadlines = new Findings("deadlines", "Order", deadLetters);
    mails = new Findings("mails", "Order", deadLetters);
    rows = new ReadModel<>(new Findings("order rows", "Order", deadLetters), failure);
  }

  ReadModel<OrderView> rows() {
    return rows;
  }

  List<AuditReport.Check> looked() {
    long undecided = count(OrderStatus.PENDING);
    return List.of(
        payments.looked(
            "approved: %d, paid once; rejected: %d, cancelled: %d, not paid or refunded",
            count(OrderStatus.APPROVED), count(OrderStatus.REJECTED), count(OrderStatus.CANCELLED)),
        decisions.looked("decided: %d of %d orders, each once", orderCount - undecided, orderCount),
        deadlines.looked("undecided: %d, none after its deadline", undecided),
        mails.looked("about orders: %d, one for each decision", mailCount));
  }

  private long count(OrderStatus status) {
    return statuses.getOrDefault(status, 0L);
  }

  void look(Fact first, Facts facts) throws IOException {
    Story story = new Story();
    ReadModel<OrderView>.Row row = rows.row(first);
    for (Fact fact = facts.next(first); fact != null; fact = facts.next(first)) {
      if (fact.told() instanceof OrderView view) {
        row.read(view);
      } else if (fact.told() instanceof Mailed mail) {
        story.mails.add(mail);
      } else if (fact.told() instanceof PaymentRefunded refund) {
        story.refunds.add(refund);
      } else if (fact.told() instanceof AccountOperation payment) {
        story.payments.add(payment);
      } else if (fact.told() instanceof OrderPlaced placed) {
        story.placed = placed;
        story.placings++;
        row.told(OrderView.placed(placed), fact);
      } else if (fact.told() instanceof OrderEvent decision) {
        story.decisions.add(decision);
        OrderView before = row.told();
        if (before != null) {
          row.told(before.after(decision), fact);
        }
      }
    }
    row.check();
    story.order = row.told();
    int events = story.placings + story.decisions.size() + story.mails.size();
    if (events + story.payments.size() + story.refunds.size() > 0) { // more than a row
      check(first.id(), story);
    }
  }

  private void check(UUID id, Story story) {
    orderCount++;
    mailCount += story.mails.size();
    decisions(id, story);
    mails(id, story);
    OrderPlaced placed = story.placed;
    OrderView order = story.order;
    if (placed != null && order != null) {
      statuses.merge(order.status(), 1L, Long::sum);
      payments(id, story, order);
      deadline(id, placed, order);
    } else if (story.payments.size() + story.refunds.size() > 0) {
      payments.fault(id, "was never placed, but has payments or refunds");
    }
  }

  /** An approved order is paid once; a refused or cancelled one is not, or its money came back. */
  private void payments(UUID id, Story story, OrderView order) {
    OrderStatus status = order.status();
    int paid = story.payments.size();
    int refunded = story.refunds.size();
    if (paid > 1) {
      payments.fault(id, "is %s and was paid %d times", status, paid);
    }
    for (AccountOperation payment : story.payments) {
      if (!payment.amount().equals(order.price())) {
        payments.fault(id, "costs %s, but %s was paid", order.price(), payment.amount());
      }
      if (!payment.userId().equals(order.userId())) {
        payments.fault(id, "was paid from the account of %s", payment.userId());
      }
    }
    if (refunded > 1) {
      payments.fault(id, "was refunded %d times", refunded);
    } else if (refunded == 1 && paid == 0) {
      payments.fault(id, "was refunded, but never paid");
    } else if (refunded == 1 && !isSame(story.refunds.get(0), story.payments.get(0))) {
      payments.fault(id, "was refunded with another sum, or to another account, than paid");
    }
    if (status.isFinal() && paid > 0 && refunded == 0) {
      Instant decidedAt = Objects.requireNonNull(order.decidedAt());
      Instant paidAt = story.payments.get(paid - 1).at();
      payments.faultUnless(
          limits.isUnderWay(paidAt.isAfter(decidedAt) ? paidAt : decidedAt, now),
          id,
          "is %s since %s, and what was paid for it has not come back",
          status,
          decidedAt);
    } else if (!status.isFinal() && refunded > 0) {
      payments.fault(id, "is %s, but was refunded", status);
    }
    if ((status == OrderStatus.APPROVED || status == OrderStatus.CANCELLED) && paid == 0) {
      payments.fault(id, "is %s, but was never paid", status);
    }
  }

  private static boolean isSame(AccountOperation refund, AccountOperation payment) {
    return refund.amount().equals(payment.amount()) && refund.userId().equals(payment.userId());
  }

  /** One decision, and no other but the cancellation of what was approved. */
  private void decisions(UUID id, Story story) {
    List<Class<?>> decided =
        story.decisions.stream().<Class<?>>map(Object::getClass).collect(Collectors.toList());
    String names = decided.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    if (story.placings > 1) {
      decisions.fault(id, "was placed %d times", story.placings);
    } else if (story.placed == null && !decided.isEmpty()) {
      decisions.fault(id, "was never placed, but decided: %s", names);
    }
    boolean isRight =
        decided.isEmpty()
            || decided.equals(List.of(OrderApproved.class))
            || decided.equals(List.of(OrderRejected.class))
            || decided.equals(List.of(OrderApproved.class, OrderCancelled.class));
    if (!isRight) {
      decisions.fault(id, "was decided thus: %s", names);
    }
  }

  private void deadline(UUID id, OrderPlaced placed, OrderView order) {
    if (order.status() == OrderStatus.PENDING && placed.decideBy().isBefore(now)) {
      deadlines.faultUnless(
          placed.decideBy().plus(limits.overdue()).isAfter(now),
          id,
          "was to be decided by %s",
          placed.decideBy());
    }
  }

  /** A mail for each decision, and no other about an order. */
  private void mails(UUID id, Story story) {
    Map<NotificationKind, Instant> due = new LinkedHashMap<>();
    for (OrderEvent decision : story.decisions) {
      if (decision instanceof OrderApproved approved) {
        due.put(NotificationKind.ORDER_APPROVED, approved.approvedAt());
      } else if (decision instanceof OrderRejected rejected) {
        due.put(NotificationKind.ORDER_REJECTED, rejected.rejectedAt());
      } else if (decision instanceof OrderCancelled cancelled) {
        due.put(NotificationKind.ORDER_CANCELLED, cancelled.cancelledAt());
      }
    }
    Map<NotificationKind, Long> sent =
        story.mails.stream().collect(Collectors.groupingBy(Mailed::kind, Collectors.counting()));
    sent.forEach(
        (kind, count) -> {
          if (!due.containsKey(kind)) {
            Object status = story.order == null ? "unknown" : story.order.status();
            mails.fault(id, "has a mail %s, but is %s", kind, status);
          } else if (count > 1) {
            mails.fault(id, "has %d mails %s", count, kind);
          }
        });
    due.forEach(
        (kind, since) -> {
          if (!sent.containsKey(kind)) {
            mails.faultUnless(
                limits.isUnderWay(since, now), id, "has no mail %s, due since %s", kind, since);
          }
        });
    OrderPlaced placed = story.placed;
    if (placed != null
        && story.mails.stream().anyMatch(mail -> !mail.userId().equals(placed.userId()))) {
      mails.fault(id, "has a mail to somebody else than %s", placed.userId());
    }
  }
}
