package homework.arch.order.projection;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountEvent;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.TimelineView;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
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

  private static final String PLACED = "The order was placed for %s.";

  private record Line(String eventId, UUID orderId, long position, TimelineView.Entry entry) {}

  private final JdbcClient jdbc;
  private final OrderStream stream;
  private final String currency;
  private final ProcessorDatabase database;
  private final BatchedWrite<Line> lines;

  TimelineProjection(
      JdbcClient jdbc,
      OrderStream stream,
      @Value("${arch.currency}") String currency,
      ProcessorDatabase database) {
    this.jdbc = jdbc;
    this.stream = stream;
    this.currency = currency;
    this.database = database;
    lines =
        BatchedWrite.insert(database, "orders.timeline", Line::eventId)
            .with("event_id", "text", Line::eventId)
            .with("order_id", "uuid", Line::orderId)
            .with("stream_position", "bigint", Line::position)
            .with("happened_at", "timestamptz", line -> line.entry().at())
            .with("service", "text", line -> line.entry().service())
            .with("event", "text", line -> line.entry().event())
            .with("detail", "text", line -> line.entry().detail());
  }

  @EventHandler
  void on(OrderPlaced event, TrackedEventMessage<?> message) {
    add(message, event.orderId(), event.placedAt(), PLACED, event.price());
  }

  @EventHandler
  void on(AccountDebited event, TrackedEventMessage<?> message) {
    String detail = "%s was taken from the account; %s is left.";
    add(message, event.orderId(), event.at(), detail, event.amount(), event.balance());
  }

  @EventHandler
  void on(DebitRejected event, TrackedEventMessage<?> message) {
    String detail =
        switch (event.reason()) {
          case INSUFFICIENT_FUNDS -> "%s was not taken: there was too little money on the account.";
          case ACCOUNT_NOT_FOUND -> "%s was not taken: there is no account.";
        };
    add(message, event.orderId(), event.at(), detail, event.amount());
  }

  @EventHandler
  void on(PaymentRefunded event, TrackedEventMessage<?> message) {
    String detail = "%s went back to the account, which holds %s now.";
    add(message, event.orderId(), event.at(), detail, event.amount(), event.balance());
  }

  @EventHandler
  void on(PaymentVoided event, TrackedEventMessage<?> message) {
    String detail = "The payment of %s was called off before anything was taken.";
    add(message, event.orderId(), event.at(), detail, event.amount());
  }

  @EventHandler
  void on(OrderApproved event, TrackedEventMessage<?> message) {
    add(message, event.orderId(), event.approvedAt(), "The order was approved.");
  }

  @EventHandler
  void on(OrderRejected event, TrackedEventMessage<?> message) {
    String detail =
        switch (event.reason()) {
          case INSUFFICIENT_FUNDS ->
              "The order was rejected: there was too little money on the account.";
          case ACCOUNT_NOT_FOUND -> "The order was rejected: the user has no account.";
          case PAYMENT_TIMEOUT -> "The order was rejected: the payment took too long.";
        };
    add(message, event.orderId(), event.rejectedAt(), detail);
  }

  @EventHandler
  void on(OrderCancelled event, TrackedEventMessage<?> message) {
    String detail = "The order was cancelled; %s goes back to the account.";
    add(message, event.orderId(), event.cancelledAt(), detail, event.price());
  }

  @EventHandler
  void on(NotificationSent event, TrackedEventMessage<?> message) {
    String how =
        switch (event.status()) {
          case STORED -> "was stored for the user";
          case SENT -> "was sent to the user";
          case FAILED -> "was kept, but could not be sent";
        };
    String detail = "The mail “%s” %s.".formatted(event.subject(), how);
    add(message, event.orderId(), event.createdAt(), detail);
  }

  @EventHandler
  void on(NotificationDelivered event, TrackedEventMessage<?> message) {
    add(message, event.orderId(), event.at(), "The mail was handed to the mail server.");
  }

  @EventHandler
  void on(DeliveryFailed event, TrackedEventMessage<?> message) {
    add(message, event.orderId(), event.at(), "The mail could not be delivered.");
  }

  @ResetHandler
  void reset() {
    database.template().execute("truncate orders.timeline");
  }

  /** The table may lag a moment behind; that the order was placed is known at once. */
  @QueryHandler
  Optional<TimelineView> handle(FindTimeline query) {
    List<TimelineView.Entry> entries =
        jdbc.sql(
                """
                select happened_at, service, event, detail from orders.timeline where order_id = ?
                order by stream_position, happened_at, event_id""")
            .param(query.orderId())
            .query(TimelineProjection::entry)
            .list();
    return entries.isEmpty()
        ? stream
            .read(query.orderId())
            .map(order -> entry(OrderPlaced.class, order.placedAt(), PLACED, order.price()))
            .map(placing -> new TimelineView(List.of(placing)))
        : Optional.of(new TimelineView(entries));
  }

  private static TimelineView.Entry entry(ResultSet row, int number) throws SQLException {
    return new TimelineView.Entry(
        row.getTimestamp("happened_at").toInstant(),
        row.getString("service"),
        row.getString("event"),
        row.getString("detail"));
  }

  /**
   * @param orderId null if the event is about no order
   * @param detail with a place for each sum
   */
  private void add(
      TrackedEventMessage<?> message,
      @Nullable UUID orderId,
      Instant at,
      String detail,
      Money... sums) {
    if (orderId != null) {
      long position = message.trackingToken().position().orElseThrow();
      TimelineView.Entry entry = entry(message.getPayloadType(), at, detail, sums);
      lines.add(new Line(message.getIdentifier(), orderId, position, entry));
    }
  }

  private TimelineView.Entry entry(Class<?> event, Instant at, String detail, Money... sums) {
    Object[] written = Arrays.stream(sums).map(sum -> sum + " " + currency).toArray();
    String sentence = written.length == 0 ? detail : detail.formatted(written);
    return new TimelineView.Entry(at, service(event), event.getSimpleName(), sentence);
  }

  private static String service(Class<?> event) {
    if (OrderEvent.class.isAssignableFrom(event)) {
      return "order-app";
    }
    return AccountEvent.class.isAssignableFrom(event) ? "billing-app" : "notification-app";
  }
}
