package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** An order that is placed in a caller's trace, and the spans that it must leave. */
final class TracedOrder {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  /** A line for each span, below the one that it follows from: by whom, and what is handled. */
  private static final String SPANS =
      """
      order-app http post /orders
        order-app PlaceOrder
          order-app order-projection: OrderPlaced
          order-app order-saga: OrderPlaced
            billing-app DebitAccount
              billing-app account-projection: AccountDebited
              order-app order-saga: AccountDebited
                order-app ApproveOrder
                  order-app order-news: OrderApproved
                  order-app order-projection: OrderApproved
                  order-app order-saga: OrderApproved
                    notification-app SendNotification
                      notification-app DeliverMail
                        user-app FindAddresses
                        notification-app RecordDelivery
                          notification-app notification-projection: NotificationDelivered
                          order-app order-timeline: NotificationDelivered
                      notification-app mail-delivery: DeliveryRequested
                      user-app FindAddresses
                      notification-app notification-projection: NotificationSent
                      order-app order-timeline: NotificationSent
                  order-app order-timeline: OrderApproved
              order-app order-timeline: AccountDebited
          order-app order-timeline: OrderPlaced
      """;

  private final Api api;
  private final TraceCollector collector;

  TracedOrder(Api api, TraceCollector collector) {
    this.api = api;
    this.collector = collector;
  }

  /**
   * Places one and waits for its spans, and for no others.
   *
   * @param service the name of the process that is the given service
   * @return its id
   */
  String expectAllSpans(UnaryOperator<String> service) {
    String userId = api.userWith("10");
    String orderId =
        api.order(userId, "7", "traceparent", "00-%s-%s-01".formatted(TRACE, CALLER))
            .expect(201)
            .id("orderId");
    String expected = SPANS.replaceAll("(?m)^( *)([a-z]+-app)", "$1<$2>");
    for (String app : new String[] {"user-app", "billing-app", "order-app", "notification-app"}) {
      expected = expected.replace("<" + app + ">", service.apply(app));
    }
    String tree = expected;
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(collector.tree(TRACE, CALLER)).isEqualTo(tree));
    assertThat(collector.spansOf(TRACE))
        .filteredOn(span -> !span.name().startsWith("http "))
        .allSatisfy(span -> assertThat(span.attributes()).containsEntry("order.id", orderId));
    return orderId;
  }
}
