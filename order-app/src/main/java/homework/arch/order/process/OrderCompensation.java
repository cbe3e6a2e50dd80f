package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.axon.Compensation;
import java.util.Optional;
import java.util.UUID;

/**
 * What is done when an operator gives up a step of the saga: an order that cannot be paid or
 * approved is rejected, which voids its payment; a letter that cannot be sent is kept as failed.
 * Money that has to go back is never given up.
 */
public final class OrderCompensation implements Compensation {

  @Override
  public Optional<Object> insteadOf(Object step) {
    if (step instanceof VoidPayment
        || step instanceof OrderRejected
        || step instanceof OrderCancelled) {
      throw new CannotBeGivenUpException(
          "Money that was taken for the order might not go back; it can only be tried again.");
    }
    if (step instanceof RejectOrder) {
      throw new CannotBeGivenUpException(
          "The order would stay undecided; it can only be tried again.");
    }
    if (step instanceof DebitRejected event) {
      return Optional.of(OrderProcess.after(event));
    }
    if (step instanceof SendNotification letter) {
      return Optional.of(FailNotification.insteadOf(letter));
    }
    return unpaidOrder(step)
        .map(orderId -> new RejectOrder(orderId, RejectionReason.PAYMENT_TIMEOUT));
  }

  private static Optional<UUID> unpaidOrder(Object step) {
    if (step instanceof OrderPlaced event) {
      return Optional.of(event.orderId());
    }
    if (step instanceof DebitAccount command) {
      return Optional.of(command.orderId());
    }
    if (step instanceof AccountDebited event) {
      return Optional.of(event.orderId());
    }
    if (step instanceof ApproveOrder command) {
      return Optional.of(command.orderId());
    }
    return Optional.empty();
  }
}
