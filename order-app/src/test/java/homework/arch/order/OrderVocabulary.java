package homework.arch.order;

import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.rub;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;
import homework.arch.order.domain.Mails;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One order, and what may have happened to it yesterday. */
public final class OrderVocabulary {

  public static final Money PRICE = rub("900.05");
  public static final UUID PAYMENT = UUID.fromString("37672997-5368-8cda-bf71-de727e70382c");
  public static final UUID CANCELLATION = UUID.fromString("ca000000-0000-4000-8000-000000000000");

  public static final OrderPlaced PLACED =
      new OrderPlaced(ORDER, USER, PRICE, "two hedgehogs", YESTERDAY, YESTERDAY.plusSeconds(30));
  public static final AccountDebited DEBITED =
      new AccountDebited(PAYMENT, ORDER, USER, PRICE, rub("100.45"), YESTERDAY);
  public static final OrderApproved APPROVED = new OrderApproved(ORDER, USER, PRICE, YESTERDAY);
  public static final OrderRejected OVERDUE = rejected(RejectionReason.PAYMENT_TIMEOUT);
  public static final OrderCancelled CANCELLED =
      new OrderCancelled(ORDER, USER, PRICE, CANCELLATION, YESTERDAY);

  public static final VoidPayment MONEY_BACK = new VoidPayment(ORDER, USER, PRICE);
  public static final Mails MAILS = new Mails("RUB");

  private OrderVocabulary() {}

  public static DebitRejected debitRejected(DebitRejected.Reason reason) {
    return new DebitRejected(PAYMENT, ORDER, USER, PRICE, reason, YESTERDAY);
  }

  public static OrderRejected rejected(RejectionReason reason) {
    return new OrderRejected(ORDER, USER, PRICE, reason, YESTERDAY);
  }

  public static NotificationSent mailAbout(
      @Nullable UUID order, NotificationKind kind, NotificationStatus status) {
    return new NotificationSent(
        UUID.fromString("1d000000-0000-4000-8000-000000000000"),
        USER,
        "anna@example.org",
        kind,
        "Your order is paid",
        "Good news!",
        order,
        status,
        YESTERDAY);
  }
}
