package homework.arch.order.domain;

import homework.arch.api.DerivedId;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;

/**
 * What the user is told about an order. Each mail's id is derived from its order and kind, so that
 * it is sent once however often it is asked for.
 *
 * @param currency in which prices are told
 */
public record Mails(String currency) {

  public SendNotification happy(OrderApproved order) {
    return mail(
        order,
        NotificationKind.ORDER_APPROVED,
        "Your order is paid",
        "Good news! Your order %s is paid: %s was taken from your account. Thank you.");
  }

  public SendNotification sad(OrderRejected order) {
    return mail(
        order,
        NotificationKind.ORDER_REJECTED,
        "Your order could not be paid",
        "We are sorry. Your order %s for %s was not accepted: " + because(order.reason()));
  }

  public SendNotification cancelled(OrderCancelled order) {
    return mail(
        order,
        NotificationKind.ORDER_CANCELLED,
        "Your order is cancelled",
        "Your order %s is cancelled: %s goes back to your account.");
  }

  /** After a timeout nobody knows yet whether the money was taken. */
  private static String because(RejectionReason reason) {
    return switch (reason) {
      case INSUFFICIENT_FUNDS ->
          "there was too little money on your account. Nothing was taken from your account.";
      case ACCOUNT_NOT_FOUND -> "you have no account with us. Nothing was taken from your account.";
      case PAYMENT_TIMEOUT ->
          "the payment took too long."
              + " If anything was taken from your account, it goes back there.";
    };
  }

  /**
   * @param text with a place for the order's id and one for its price
   */
  private SendNotification mail(
      OrderEvent order, NotificationKind kind, String subject, String text) {
    return new SendNotification(
        DerivedId.of("letter", order.orderId(), kind), // the word that was used at first
        order.userId(),
        kind,
        subject,
        text.formatted(order.orderId(), order.price() + " " + currency),
        order.orderId());
  }
}
