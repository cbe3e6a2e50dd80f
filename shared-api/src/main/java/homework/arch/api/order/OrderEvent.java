package homework.arch.api.order;

import java.util.UUID;

/** What has happened to an order; published by order-app. */
public sealed interface OrderEvent
    permits OrderPlaced, OrderApproved, OrderRejected, OrderCancelled {

  UUID orderId();
}
