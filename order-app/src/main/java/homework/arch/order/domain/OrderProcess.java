package homework.arch.order.domain;

import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import java.util.UUID;

/**
 * What is decided on the way of an order. Every event carries what its next step needs, so there is
 * nothing to remember.
 */
public final class OrderProcess {

  private OrderProcess() {}

  /** An order whose debit was refused is rejected for the same reason. */
  public static RejectOrder reject(DebitRejected debit) {
    return new RejectOrder(
        debit.orderId(),
        switch (debit.reason()) {
          case INSUFFICIENT_FUNDS -> RejectionReason.INSUFFICIENT_FUNDS;
          case ACCOUNT_NOT_FOUND -> RejectionReason.ACCOUNT_NOT_FOUND;
        });
  }

  /** What becomes of an order when its time is over; of one that is decided, nothing. */
  public static RejectOrder rejectOverdue(UUID orderId) {
    return new RejectOrder(orderId, RejectionReason.PAYMENT_TIMEOUT);
  }

  /**
   * Whether the payment of a rejected order is voided: after a timeout the money may have gone. The
   * order gives up first and the payment is voided then, never the other way round: an order whose
   * debit comes through at the same moment is either approved and paid, or neither.
   */
  public static boolean mayHaveBeenPaid(OrderRejected order) {
    return order.reason() == RejectionReason.PAYMENT_TIMEOUT;
  }

  /** What was paid for an order that is not carried out goes back; if nothing was, nothing will. */
  public static VoidPayment voidPayment(OrderEvent order) {
    return new VoidPayment(order.orderId(), order.userId(), order.price());
  }
}
