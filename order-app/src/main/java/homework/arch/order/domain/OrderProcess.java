package homework.arch.order.domain;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import java.util.Optional;
import java.util.UUID;

/**
 * The decisions of the order saga, apart from the framework that runs it: what follows from what.
 * Every event carries what its next step needs, so there is nothing to remember.
 */
public final class OrderProcess {

  private OrderProcess() {}

  public static DebitAccount after(OrderPlaced event) {
    return new DebitAccount(event.orderId(), event.userId(), event.price());
  }

  /** What becomes of an order when its time is over; of one that is decided, nothing. */
  public static RejectOrder whenOverdue(UUID orderId) {
    return new RejectOrder(orderId, RejectionReason.PAYMENT_TIMEOUT);
  }

  public static ApproveOrder after(AccountDebited event) {
    return new ApproveOrder(event.orderId());
  }

  public static RejectOrder after(DebitRejected event) {
    return new RejectOrder(
        event.orderId(),
        switch (event.reason()) {
          case INSUFFICIENT_FUNDS -> RejectionReason.INSUFFICIENT_FUNDS;
          case ACCOUNT_NOT_FOUND -> RejectionReason.ACCOUNT_NOT_FOUND;
        });
  }

  /**
   * The order gives up first and the payment is voided then, never the other way round: an order
   * whose debit comes through at the same moment is either approved and paid, or neither.
   */
  public static Optional<VoidPayment> after(OrderRejected event) {
    return event.reason() == RejectionReason.PAYMENT_TIMEOUT
        ? Optional.of(new VoidPayment(event.orderId(), event.userId(), event.price()))
        : Optional.empty();
  }

  public static VoidPayment after(OrderCancelled event) {
    return new VoidPayment(event.orderId(), event.userId(), event.price());
  }
}
