package homework.arch.order.domain;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;

/**
 * The decisions of the order saga, apart from the framework that runs it: what follows from what.
 * Every event carries what its next step needs, so there is nothing to remember.
 */
public final class OrderProcess {

  private OrderProcess() {}

  public static DebitAccount after(OrderPlaced event) {
    return new DebitAccount(event.orderId(), event.userId(), event.price());
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
}
