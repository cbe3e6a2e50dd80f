package homework.arch.order.projection;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.TimelineView;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What happened to each order, across the services, in the order of the event stream.
 *
 * <p>An event whose transaction was slow to commit is seen late, and then stands where the stream
 * had come by that time. It can change places only with events that were on their way at the same
 * moment: what follows from it always stands behind it.
 */
@Component
@ProcessingGroup(TimelineProjection.PROCESSOR)
public class TimelineProjection {

  public static final String PROCESSOR = "order-timeline";

  private static final String ORDERS = "order-app";
  private static final String BILLING = "billing-app";
  private static final String NOTIFICATIONS = "notification-app";

  private final TimelineRows rows;
  private final OrderStream stream;
  private final String currency;
  private final ProcessorDatabase database;

  record Line(String eventId, UUID orderId, long position, TimelineView.Entry entry) {}

  private final BatchedWrite<Line> lines;

  @Autowired
  TimelineProjection(
      TimelineRows rows,
      OrderStream stream,
      @Value("${arch.currency}") String currency,
      ProcessorDatabase database) {
    this(rows, stream, currency, database, lines(database));
  }

  TimelineProjection(
      TimelineRows rows,
      OrderStream stream,
      String currency,
      ProcessorDatabase database,
      BatchedWrite<Line> lines) {
    this.rows = rows;
    this.stream = stream;
    this.currency = currency;
    this.database = database;
    this.lines = lines;
  }

  private static BatchedWrite<Line> lines(ProcessorDatabase database) {
    return BatchedWrite.<Line>insert(
            database,
            """
            insert into orders.timeline
              (event_id, order_id, stream_position, happened_at, service, event, detail)
            select * from unnest(?::text[], ?::uuid[], ?::bigint[], ?::timestamptz[], ?::text[],
              ?::text[], ?::text[])
            on conflict do nothing""",
            Line::eventId)
        .with("text", Line::eventId)
        .with("uuid", Line::orderId)
        .with("bigint", Line::position)
        .with("timestamptz", line -> line.entry().at())
        .with("text", line -> line.entry().service())
        .with("text", line -> line.entry().event())
        .with("text", line -> line.entry().detail());
  }

  @EventHandler
  void on(OrderPlaced event, TrackedEventMessage<?> message) {
    add(message, event.orderId(), placing(event.placedAt(), event.price()));
  }

  @EventHandler
  void on(AccountDebited event, TrackedEventMessage<?> message) {
    add(
        message,
        event.orderId(),
        BILLING,
        event.at(),
        "%s was taken from the account; %s is left."
            .formatted(sum(event.amount()), sum(event.balance())));
  }

  @EventHandler
  void on(DebitRejected event, TrackedEventMessage<?> message) {
    String because =
        switch (event.reason()) {
          case INSUFFICIENT_FUNDS -> "there was too little money on the account";
          case ACCOUNT_NOT_FOUND -> "there is no account";
        };
    add(
        message,
        event.orderId(),
        BILLING,
        event.at(),
        "%s was not taken: %s.".formatted(sum(event.amount()), because));
  }

  @EventHandler
  void on(PaymentRefunded event, TrackedEventMessage<?> message) {
    add(
        message,
        event.orderId(),
        BILLING,
        event.at(),
        "%s went back to the account, which holds %s now."
            .formatted(sum(event.amount()), sum(event.balance())));
  }

  @EventHandler
  void on(PaymentVoided event, TrackedEventMessage<?> message) {
    add(
        message,
        event.orderId(),
        BILLING,
        event.at(),
        "The payment of %s was called off before anything was taken."
            .formatted(sum(event.amount())));
  }

  @EventHandler
  void on(OrderApproved event, TrackedEventMessage<?> message) {
    add(message, event.orderId(), ORDERS, event.approvedAt(), "The order was approved.");
  }

  @EventHandler
  void on(OrderRejected event, TrackedEventMessage<?> message) {
    String because =
        switch (event.reason()) {
          case INSUFFICIENT_FUNDS -> "there was too little money on the account";
          case ACCOUNT_NOT_FOUND -> "the user has no account";
          case PAYMENT_TIMEOUT -> "the payment took too long";
        };
    add(
        message,
        event.orderId(),
        ORDERS,
        event.rejectedAt(),
        "The order was rejected: %s.".formatted(because));
  }

  @EventHandler
  void on(OrderCancelled event, TrackedEventMessage<?> message) {
    add(
        message,
        event.orderId(),
        ORDERS,
        event.cancelledAt(),
        "The order was cancelled; %s goes back to the account.".formatted(sum(event.price())));
  }

  @EventHandler
  void on(NotificationSent event, TrackedEventMessage<?> message) {
    UUID orderId = event.orderId();
    if (orderId == null) {
      return; // it is about no order
    }
    String how =
        switch (event.status()) {
          case STORED -> "was stored for the user";
          case SENT -> "was sent to the user";
          case FAILED -> "was kept, but could not be sent";
        };
    add(
        message,
        orderId,
        NOTIFICATIONS,
        event.createdAt(),
        "The mail “%s” %s.".formatted(event.subject(), how));
  }

  @EventHandler
  void on(NotificationDelivered event, TrackedEventMessage<?> message) {
    UUID orderId = event.orderId();
    if (orderId != null) {
      add(message, orderId, NOTIFICATIONS, event.at(), "The mail was handed to the mail server.");
    }
  }

  @EventHandler
  void on(DeliveryFailed event, TrackedEventMessage<?> message) {
    UUID orderId = event.orderId();
    if (orderId != null) {
      add(message, orderId, NOTIFICATIONS, event.at(), "The mail could not be delivered.");
    }
  }

  @ResetHandler
  void reset() {
    database.template().execute("truncate orders.timeline");
  }

  /** The table may lag a moment behind; that the order was placed is known at once. */
  @QueryHandler
  Optional<TimelineView> handle(FindTimeline query) {
    List<TimelineView.Entry> entries =
        rows.findByOrderIdOrderByStreamPositionAscHappenedAtAscEventIdAsc(query.orderId()).stream()
            .map(TimelineRow::toEntry)
            .toList();
    return entries.isEmpty()
        ? stream.read(query.orderId()).map(this::placingOf)
        : Optional.of(new TimelineView(entries));
  }

  private TimelineView placingOf(OrderView order) {
    return new TimelineView(List.of(placing(order.placedAt(), order.price())));
  }

  private TimelineView.Entry placing(Instant at, Money price) {
    return new TimelineView.Entry(
        at,
        ORDERS,
        OrderPlaced.class.getSimpleName(),
        "The order was placed for %s.".formatted(sum(price)));
  }

  private void add(
      TrackedEventMessage<?> message, UUID orderId, String service, Instant at, String detail) {
    add(
        message,
        orderId,
        new TimelineView.Entry(at, service, message.getPayloadType().getSimpleName(), detail));
  }

  private void add(TrackedEventMessage<?> message, UUID orderId, TimelineView.Entry entry) {
    lines.add(
        new Line(
            message.getIdentifier(),
            orderId,
            message.trackingToken().position().orElseThrow(),
            entry));
  }

  private String sum(Money money) {
    return money + " " + currency;
  }
}
