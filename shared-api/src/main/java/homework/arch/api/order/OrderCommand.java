package homework.arch.api.order;

import java.util.UUID;

/** What can be asked of an order; handled by order-app. */
public sealed interface OrderCommand permits PlaceOrder, ApproveOrder, RejectOrder, CancelOrder {

  UUID orderId();
}
