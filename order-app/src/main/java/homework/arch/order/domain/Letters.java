package homework.arch.order.domain;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;
import java.util.UUID;

/**
 * What the user is told about an order. Each letter's id is derived from its order and kind, so
 * that it is sent once however often it is asked for.
 *
 * @param currency in which prices are told
 */
public record Letters(String currency) {

  public SendNotification happy(OrderApproved order) {
    return letter(
        order.orderId(),
        order.userId(),
        NotificationKind.ORDER_APPROVED,
        "Your order is paid",
        "Good news! Your order %s is paid: %s was taken from your account. Thank you."
            .formatted(order.orderId(), sum(order.price())));
  }

  public SendNotification sad(OrderRejected order) {
    return letter(
        order.orderId(),
        order.userId(),
        NotificationKind.ORDER_REJECTED,
        "Your order could not be paid",
        "We are sorry. Your order %s for %s was not accepted: %s. %s"
            .formatted(
                order.orderId(),
                sum(order.price()),
                because(order.reason()),
                aboutTheMoney(order.reason())));
  }

  public SendNotification cancelled(OrderCancelled order) {
    return letter(
        order.orderId(),
        order.userId(),
        NotificationKind.ORDER_CANCELLED,
        "Your order is cancelled",
        "Your order %s is cancelled: %s goes back to your account."
            .formatted(order.orderId(), sum(order.price())));
  }

  private static String because(RejectionReason reason) {
    return switch (reason) {
      case INSUFFICIENT_FUNDS -> "there was too little money on your account";
      case ACCOUNT_NOT_FOUND -> "you have no account with us";
      case PAYMENT_TIMEOUT -> "the payment took too long";
    };
  }

  /** After a timeout nobody knows yet whether the money was taken. */
  private static String aboutTheMoney(RejectionReason reason) {
    return reason == RejectionReason.PAYMENT_TIMEOUT
        ? "If anything was taken from your account, it goes back there."
        : "Nothing was taken from your account.";
  }

  private String sum(Money money) {
    return money + " " + currency;
  }

  private static SendNotification letter(
      UUID orderId, UUID userId, NotificationKind kind, String subject, String text) {
    return new SendNotification(
        DerivedId.of("letter", orderId, kind), userId, kind, subject, text, orderId);
  }
}
