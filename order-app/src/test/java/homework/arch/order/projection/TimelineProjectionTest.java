package homework.arch.order.projection;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.CANCELLED;
import static homework.arch.order.OrderVocabulary.DEBITED;
import static homework.arch.order.OrderVocabulary.OVERDUE;
import static homework.arch.order.OrderVocabulary.PAYMENT;
import static homework.arch.order.OrderVocabulary.PLACED;
import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.order.OrderVocabulary.debitRejected;
import static homework.arch.order.OrderVocabulary.mailAbout;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.RejectionReason;
import homework.arch.api.order.TimelineView;
import homework.arch.platform.ProcessorDatabase;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentMatchers;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The table itself is seen in ReplayIT and CancellationIT. */
class TimelineProjectionTest {

  private final JdbcClient table = mock(RETURNS_DEEP_STUBS);
  private final ProcessorDatabase database = mock(RETURNS_DEEP_STUBS);
  private final EmbeddedEventStore events =
      EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
  private final TimelineProjection projection =
      new TimelineProjection(table, new OrderStream(events), "RUB", database);

  /** What was written, column by column. */
  private final List<Object> row = new ArrayList<>();

  @BeforeEach
  void theTableIsEmptyAndIsWrittenTo() throws Exception {
    when(table
            .sql(any())
            .param(any())
            .query(ArgumentMatchers.<RowMapper<TimelineView.Entry>>any())
            .list())
        .thenReturn(List.of());
    PreparedStatement statement = mock(RETURNS_DEEP_STUBS);
    when(statement.getConnection().createArrayOf(any(), any()))
        .then(
            column -> {
              Object[] values = column.getArgument(1);
              row.addAll(List.of(values));
              return mock(Array.class);
            });
    when(database.client().sql(any()).params(ArgumentMatchers.<List<SqlArrayValue>>any()))
        .then(
            write -> {
              for (SqlArrayValue column : write.<List<SqlArrayValue>>getArgument(0)) {
                column.setValue(statement, 1);
              }
              return write.getMock();
            });
  }

  static Stream<Arguments> whatHappens() {
    return Stream.of(
        arguments(PLACED, "order-app", "OrderPlaced", "The order was placed for 900.05 RUB."),
        arguments(
            DEBITED,
            "billing-app",
            "AccountDebited",
            "900.05 RUB was taken from the account; 100.45 RUB is left."),
        arguments(
            debitRejected(DebitRejected.Reason.INSUFFICIENT_FUNDS),
            "billing-app",
            "DebitRejected",
            "900.05 RUB was not taken: there was too little money on the account."),
        arguments(
            debitRejected(DebitRejected.Reason.ACCOUNT_NOT_FOUND),
            "billing-app",
            "DebitRejected",
            "900.05 RUB was not taken: there is no account."),
        arguments(
            new PaymentRefunded(PAYMENT, ORDER, USER, PRICE, rub(1000), YESTERDAY),
            "billing-app",
            "PaymentRefunded",
            "900.05 RUB went back to the account, which holds 1000.00 RUB now."),
        arguments(
            new PaymentVoided(PAYMENT, ORDER, USER, PRICE, YESTERDAY),
            "billing-app",
            "PaymentVoided",
            "The payment of 900.05 RUB was called off before anything was taken."),
        arguments(APPROVED, "order-app", "OrderApproved", "The order was approved."),
        arguments(
            rejected(RejectionReason.INSUFFICIENT_FUNDS),
            "order-app",
            "OrderRejected",
            "The order was rejected: there was too little money on the account."),
        arguments(
            rejected(RejectionReason.ACCOUNT_NOT_FOUND),
            "order-app",
            "OrderRejected",
            "The order was rejected: the user has no account."),
        arguments(
            OVERDUE,
            "order-app",
            "OrderRejected",
            "The order was rejected: the payment took too long."),
        arguments(
            CANCELLED,
            "order-app",
            "OrderCancelled",
            "The order was cancelled; 900.05 RUB goes back to the account."),
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
            new NotificationDelivered(PAYMENT, USER, ORDER, YESTERDAY),
            "notification-app",
            "NotificationDelivered",
            "The mail was handed to the mail server."),
        arguments(
            new DeliveryFailed(PAYMENT, USER, ORDER, "The mail server answered: 550 no", YESTERDAY),
            "notification-app",
            "DeliveryFailed",
            "The mail could not be delivered."));
  }

  private static NotificationSent mail(@Nullable UUID orderId, NotificationStatus status) {
    return mailAbout(orderId, NotificationKind.ORDER_APPROVED, status);
  }

  @ParameterizedTest
  @MethodSource("whatHappens")
  void isToldInOneSentence(Object event, String service, String name, String detail)
      throws Exception {
    handle(event, new GlobalSequenceTrackingToken(7));

    assertThat(row).containsExactly("the event", ORDER, 7L, YESTERDAY, service, name, detail);
    assertThat(detail).doesNotContain("@");
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
    handle(PLACED, token);

    assertThat(row).startsWith("the event", ORDER, 42L);
  }

  @Test
  void aMailThatIsAboutNoOrderIsNotTold() throws Exception {
    handle(mail(null, NotificationStatus.STORED), new GlobalSequenceTrackingToken(7));

    assertThat(row).isEmpty();
  }

  @Test
  void beforeTheTableHasItThePlacingIsKnownAndNothingElse() {
    events.publish(
        new GenericDomainEventMessage<>("Order", ORDER.toString(), 0, PLACED),
        new GenericDomainEventMessage<>("Order", ORDER.toString(), 1, APPROVED));

    assertThat(projection.handle(new FindTimeline(ORDER)))
        .contains(
            new TimelineView(
                List.of(
                    new TimelineView.Entry(
                        YESTERDAY,
                        "order-app",
                        "OrderPlaced",
                        "The order was placed for 900.05 RUB."))));
  }

  @Test
  void anOrderThatIsNotThereHasNone() {
    assertThat(projection.handle(new FindTimeline(ORDER))).isEqualTo(Optional.empty());
  }

  private void handle(Object event, TrackingToken token) throws Exception {
    EventMessage<?> message =
        new GenericTrackedEventMessage<>(
            token, new GenericEventMessage<>("the event", event, Map.of(), NOW));
    UnitOfWork<EventMessage<?>> batch = DefaultUnitOfWork.startAndGet(message);
    new AnnotationEventHandlerAdapter(projection).handle(message);
    batch.commit();
  }
}
