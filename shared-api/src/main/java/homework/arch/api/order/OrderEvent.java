package homework.arch.api.order;

import homework.arch.api.Money;
import java.util.UUID;

/** What has happened to an order; published by order-app. Each carries what its next step needs. */
public sealed interface OrderEvent
    permits OrderPlaced, OrderApproved, OrderRejected, OrderCancelled {

  UUID orderId();

  UUID userId();

  Money price();
}
