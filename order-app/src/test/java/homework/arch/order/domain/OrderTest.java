package homework.arch.order.domain;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.CANCELLATION;
import static homework.arch.order.OrderVocabulary.CANCELLED;
import static homework.arch.order.OrderVocabulary.PLACED;
import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.fixtureOf;
import static homework.arch.testing.Vocabulary.rub;

import homework.arch.api.Refused;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.CancelOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.PlaceOrder;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTest {

  private static final OrderPlaced PLACED_WITHOUT_DESCRIPTION =
      new OrderPlaced(ORDER, USER, PRICE, null, YESTERDAY, YESTERDAY.plusSeconds(30));
  private static final OrderRejected REJECTED = rejected(RejectionReason.INSUFFICIENT_FUNDS);
  private static final OrderCancelled CANCELLED_NOW =
      new OrderCancelled(ORDER, USER, PRICE, CANCELLATION, NOW);

  private final AggregateTestFixture<Order> fixture =
      fixtureOf(Order.class, new PaymentTerms(Duration.ofSeconds(30)));

  @Test
  void anOrderIsPlaced() {
    OrderPlaced placed =
        new OrderPlaced(ORDER, USER, PRICE, "two hedgehogs", NOW, NOW.plusSeconds(30));

    fixture
        .givenNoPriorActivity()
        .when(new PlaceOrder(ORDER, USER, PRICE, "two hedgehogs"))
        .expectEvents(placed)
        .expectResultMessagePayload(placed);
  }

  @Test
  void anOrderNeedsNoDescription() {
    OrderPlaced placed = new OrderPlaced(ORDER, USER, PRICE, null, NOW, NOW.plusSeconds(30));

    fixture
        .givenNoPriorActivity()
        .when(new PlaceOrder(ORDER, USER, PRICE, null))
        .expectEvents(placed)
        .expectResultMessagePayload(placed);
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndPlacesNothing() {
    fixture
        .given(PLACED, APPROVED)
        .when(new PlaceOrder(ORDER, USER, PRICE, "two hedgehogs"))
        .expectNoEvents()
        .expectResultMessagePayload(PLACED);
  }

  @Test
  void aRepeatWithoutDescriptionIsOneAsWell() {
    fixture
        .given(PLACED_WITHOUT_DESCRIPTION)
        .when(new PlaceOrder(ORDER, USER, PRICE, null))
        .expectNoEvents()
        .expectResultMessagePayload(PLACED_WITHOUT_DESCRIPTION);
  }

  static Stream<PlaceOrder> otherContents() {
    UUID another = UUID.fromString("b0000000-0000-4000-8000-000000000000");
    return Stream.of(
        new PlaceOrder(ORDER, another, PRICE, "two hedgehogs"),
        new PlaceOrder(ORDER, USER, rub("900.06"), "two hedgehogs"),
        new PlaceOrder(ORDER, USER, PRICE, "three hedgehogs"),
        new PlaceOrder(ORDER, USER, PRICE, null));
  }

  @ParameterizedTest
  @MethodSource("otherContents")
  void theSameIdWithOtherContentsIsRefused(PlaceOrder command) {
    fixture
        .given(PLACED)
        .when(command)
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);
  }

  @Test
  void aPaidOrderIsApproved() {
    fixture
        .given(PLACED)
        .when(new ApproveOrder(ORDER))
        .expectEvents(new OrderApproved(ORDER, USER, PRICE, NOW));
  }

  @ParameterizedTest
  @EnumSource
  void anUnpaidOrderIsRejectedForAReason(RejectionReason reason) {
    fixture
        .given(PLACED)
        .when(new RejectOrder(ORDER, reason))
        .expectEvents(new OrderRejected(ORDER, USER, PRICE, reason, NOW));
  }

  @Test
  void anApprovedOrderStaysApproved() {
    fixture
        .given(PLACED, APPROVED)
        .when(new ApproveOrder(ORDER))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
    fixture
        .given(PLACED, APPROVED)
        .when(new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
  }

  @Test
  void aRejectedOrderStaysRejected() {
    fixture
        .given(PLACED, REJECTED)
        .when(new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
    fixture
        .given(PLACED, REJECTED)
        .when(new ApproveOrder(ORDER))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
  }

  @Test
  void aCancelledOrderStaysCancelled() {
    fixture
        .given(PLACED, APPROVED, CANCELLED)
        .when(new ApproveOrder(ORDER))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
    fixture
        .given(PLACED, APPROVED, CANCELLED)
        .when(new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
  }

  @Test
  void anOrderThatWasNeverPlacedIsNotDecided() {
    fixture
        .givenNoPriorActivity()
        .when(new ApproveOrder(ORDER))
        .expectNoEvents()
        .expectException(AggregateNotFoundException.class);
  }

  @Test
  void anApprovedOrderIsCancelled() {
    fixture
        .given(PLACED, APPROVED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectEvents(CANCELLED_NOW)
        .expectResultMessagePayload(CANCELLED_NOW);
  }

  @Test
  void theSameCancellationAgainIsAnsweredLikeTheFirst() {
    fixture
        .given(PLACED, APPROVED, CANCELLED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectResultMessagePayload(CANCELLED);
  }

  @Test
  void anotherCancellationIsRefused() {
    fixture
        .given(PLACED, APPROVED, CANCELLED)
        .when(new CancelOrder(ORDER, UUID.randomUUID()))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionMessage("Only an approved order can be cancelled; this one is CANCELLED.")
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_APPROVED);
  }

  @Test
  void aPendingOrderIsNotCancelled() {
    fixture
        .given(PLACED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_APPROVED);
  }

  @Test
  void aRejectedOrderIsNotCancelled() {
    fixture
        .given(PLACED, REJECTED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_APPROVED);
  }

  @Test
  void anOrderThatIsNotThereIsNotFound() {
    fixture
        .givenNoPriorActivity()
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionMessage("There is no order " + ORDER + ".")
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_FOUND);
  }
}
