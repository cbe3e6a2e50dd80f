package homework.arch.order.audit;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.RejectionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the events tell about one order. */
final class OrderTrace {

  /** A mail about it. */
  record Mail(UUID id, UUID userId, NotificationKind kind) {}

  @Nullable OrderPlaced placed;
  int placings;
  OrderStatus status = OrderStatus.PENDING;

  @Nullable RejectionReason reason;

  /** When the status became what it is. */
  Instant since = Instant.EPOCH;

  final List<OrderEvent> decisions = new ArrayList<>(1);
  final List<AccountDebited> payments = new ArrayList<>(1);
  final List<PaymentRefunded> refunds = new ArrayList<>(0);
  final List<Mail> mails = new ArrayList<>(1);
}
