package homework.arch.order.projection;

import homework.arch.api.billing.AccountOperation;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.order.FindOrderUnderWay;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import homework.arch.platform.processors.Backlog;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/**
 * Tells whether an order of a user may still move money: none may when the user's account is
 * closed.
 */
@Component
class OrderUnderWay {

  /** After one of these events no money moves for an order that is not approved. */
  private static final Set<String> SETTLING =
      Stream.of(PaymentRefunded.class, PaymentVoided.class, DebitRejected.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toSet());

  private final OrderRows orders;
  private final OrderStream stream;
  private final Backlog backlog;

  OrderUnderWay(OrderRows orders, OrderStream stream, Backlog backlog) {
    this.orders = orders;
    this.stream = stream;
    this.backlog = backlog;
  }

  /**
   * The table lags, so what it has not taken in yet is looked at as well. As long as the timelines
   * lag, money is taken to be still on its way back that has arrived.
   */
  @QueryHandler
  Optional<OrderView> handle(FindOrderUnderWay query) {
    Set<UUID> asked = new LinkedHashSet<>();
    Set<UUID> settled = new HashSet<>();
    backlog.forEach(
        "orders",
        OrderProjection.PROCESSOR,
        message -> {
          if (message.getPayload() instanceof OrderEvent event) {
            if (event.userId().equals(query.userId())) {
              asked.add(event.orderId());
            }
          } else if (SETTLING.contains(message.getPayloadType().getSimpleName())) {
            settled.add(((AccountOperation) message.getPayload()).orderId());
          }
        });
    asked.addAll(orders.findUnderWay(query.userId(), SETTLING));
    return asked.stream()
        .flatMap(orderId -> stream.read(orderId).stream())
        .filter(
            order ->
                order.status() == OrderStatus.PENDING
                    || (mayGetMoneyBack(order) && !settled.contains(order.orderId())))
        .findFirst();
  }

  private static boolean mayGetMoneyBack(OrderView order) {
    return order.status() == OrderStatus.CANCELLED
        || order.rejectionReason() == RejectionReason.PAYMENT_TIMEOUT;
  }
}
