package homework.arch.order.projection;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;
import homework.arch.api.order.TimelineView;
import homework.arch.platform.processors.BatchedWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;

/** The table itself is seen in ReplayIT and CancellationIT. */
class TimelineProjectionTest {

  private static final UUID ID = UUID.fromString("1d000000-0000-4000-8000-000000000000");
  private static final OrderPlaced PLACED =
      new OrderPlaced(ORDER, USER, rub("900.05"), "A bicycle", NOW, NOW.plusSeconds(30));

  private final TimelineRows rows = mock();
  private final BatchedWrite<TimelineProjection.Line> lines = mock();
  private final EmbeddedEventStore events =
      EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
  private final TimelineProjection projection =
      new TimelineProjection(rows, new OrderStream(events), "RUB", mock(), lines);

  static Stream<Arguments> whatHappens() {
    return Stream.of(
        arguments(PLACED, "order-app", "OrderPlaced", "The order was placed for 900.05 RUB."),
        arguments(
            new AccountDebited(ID, ORDER, USER, rub("900.05"), rub("100.45"), NOW),
            "billing-app",
            "AccountDebited",
            "900.05 RUB was taken from the account; 100.45 RUB is left."),
        arguments(
            new DebitRejected(
                ID, ORDER, USER, rub(900), DebitRejected.Reason.INSUFFICIENT_FUNDS, NOW),
            "billing-app",
            "DebitRejected",
            "900.00 RUB was not taken: there was too little money on the account."),
        arguments(
            new DebitRejected(
                ID, ORDER, USER, rub(900), DebitRejected.Reason.ACCOUNT_NOT_FOUND, NOW),
            "billing-app",
            "DebitRejected",
            "900.00 RUB was not taken: there is no account."),
        arguments(
            new PaymentRefunded(ID, ORDER, USER, rub(900), rub(1000), NOW),
            "billing-app",
            "PaymentRefunded",
            "900.00 RUB went back to the account, which holds 1000.00 RUB now."),
        arguments(
            new PaymentVoided(ID, ORDER, USER, rub(900), NOW),
            "billing-app",
            "PaymentVoided",
            "The payment of 900.00 RUB was called off before anything was taken."),
        arguments(
            new OrderApproved(ORDER, USER, rub(900), NOW),
            "order-app",
            "OrderApproved",
            "The order was approved."),
        arguments(
            new OrderRejected(ORDER, USER, rub(900), RejectionReason.INSUFFICIENT_FUNDS, NOW),
            "order-app",
            "OrderRejected",
            "The order was rejected: there was too little money on the account."),
        arguments(
            new OrderRejected(ORDER, USER, rub(900), RejectionReason.ACCOUNT_NOT_FOUND, NOW),
            "order-app",
            "OrderRejected",
            "The order was rejected: the user has no account."),
        arguments(
            new OrderRejected(ORDER, USER, rub(900), RejectionReason.PAYMENT_TIMEOUT, NOW),
            "order-app",
            "OrderRejected",
            "The order was rejected: the payment took too long."),
        arguments(
            new OrderCancelled(ORDER, USER, rub(900), ID, NOW),
            "order-app",
            "OrderCancelled",
            "The order was cancelled; 900.00 RUB goes back to the account."),
        arguments(
            mail(ORDER, NotificationStatus.STORED),
            "notification-app",
            "NotificationSent",
            "The mail “Your order is paid” was stored for the user."),
        arguments(
            mail(ORDER, NotificationStatus.SENT),
            "notification-app",
            "NotificationSent",
            "The mail “Your order is paid” was sent to the user."),
        arguments(
            mail(ORDER, NotificationStatus.FAILED),
            "notification-app",
            "NotificationSent",
            "The mail “Your order is paid” was kept, but could not be sent."),
        arguments(
            new NotificationDelivered(ID, USER, ORDER, NOW),
            "notification-app",
            "NotificationDelivered",
            "The mail was handed to the mail server."),
        arguments(
            new DeliveryFailed(ID, USER, ORDER, "The mail server answered: 550 no", NOW),
            "notification-app",
            "DeliveryFailed",
            "The mail could not be delivered."));
  }

  private static NotificationSent mail(@Nullable UUID orderId, NotificationStatus status) {
    return new NotificationSent(
        ID,
        USER,
        "anna@example.org",
        NotificationKind.ORDER_APPROVED,
        "Your order is paid",
        "Good news!",
        orderId,
        status,
        NOW);
  }

  @ParameterizedTest
  @MethodSource("whatHappens")
  void isToldInOneSentence(Object event, String service, String name, String detail)
      throws Exception {
    TimelineProjection.Line row = lineOf(event, new GlobalSequenceTrackingToken(7));

    assertThat(row.entry()).isEqualTo(new TimelineView.Entry(NOW, service, name, detail));
    assertThat(row.entry().detail()).doesNotContain("@");
  }

  static Stream<Arguments> places() {
    TrackingToken gaps = GapAwareTrackingToken.newInstance(42, List.of(40L));
    TrackingToken end = GapAwareTrackingToken.newInstance(99, List.of());
    return Stream.of(
        arguments(new GlobalSequenceTrackingToken(42)),
        arguments(gaps),
        arguments(ReplayToken.createReplayToken(end, gaps)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void standsWhereTheEventStandsInTheStream(TrackingToken token) throws Exception {
    TimelineProjection.Line line = lineOf(PLACED, token);

    assertThat(line.eventId()).isEqualTo("the event");
    assertThat(line.orderId()).isEqualTo(ORDER);
    assertThat(line.position()).isEqualTo(42L);
  }

  @Test
  void aMailThatIsAboutNoOrderIsNotTold() throws Exception {
    handle(mail(null, NotificationStatus.STORED), new GlobalSequenceTrackingToken(7));

    verifyNoInteractions(lines);
  }

  @Test
  void beforeTheTableHasItThePlacingIsKnownAndNothingElse() {
    when(rows.findByOrderIdOrderByStreamPositionAscHappenedAtAscEventIdAsc(any()))
        .thenReturn(List.of());
    events.publish(
        new GenericDomainEventMessage<>("Order", ORDER.toString(), 0, PLACED),
        new GenericDomainEventMessage<>(
            "Order",
            ORDER.toString(),
            1,
            new OrderApproved(ORDER, USER, rub("900.05"), NOW.plusSeconds(1))));

    assertThat(projection.handle(new FindTimeline(ORDER)))
        .contains(
            new TimelineView(
                List.of(
                    new TimelineView.Entry(
                        NOW, "order-app", "OrderPlaced", "The order was placed for 900.05 RUB."))));
  }

  @Test
  void anOrderThatIsNotThereHasNone() {
    assertThat(projection.handle(new FindTimeline(ORDER))).isEqualTo(Optional.empty());
  }

  private TimelineProjection.Line lineOf(Object event, TrackingToken token) throws Exception {
    handle(event, token);
    ArgumentCaptor<TimelineProjection.Line> line =
        ArgumentCaptor.forClass(TimelineProjection.Line.class);
    verify(lines).add(line.capture());
    return line.getValue();
  }

  private void handle(Object event, TrackingToken token) throws Exception {
    new AnnotationEventHandlerAdapter(projection)
        .handle(
            new GenericTrackedEventMessage<>(
                token,
                new GenericEventMessage<>("the event", event, Map.of(), NOW.plusSeconds(5))));
  }
}
