package homework.arch.order.domain;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.fixtureOf;
import static homework.arch.testing.Vocabulary.rub;

import homework.arch.api.Refused;
import homework.arch.api.order.CancelOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderCancellationTest {

  private static final UUID CANCELLATION = UUID.fromString("ca000000-0000-4000-8000-000000000000");
  private static final UUID ANOTHER = UUID.fromString("ca000000-0000-4000-8000-000000000001");

  private static final OrderPlaced PLACED =
      new OrderPlaced(ORDER, USER, rub(100), null, YESTERDAY, YESTERDAY.plusSeconds(30));
  private static final OrderApproved APPROVED = new OrderApproved(ORDER, USER, rub(100), YESTERDAY);
  private static final OrderCancelled CANCELLED =
      new OrderCancelled(ORDER, USER, rub(100), CANCELLATION, NOW);

  private AggregateTestFixture<Order> orders;

  @BeforeEach
  void setUp() {
    orders = fixtureOf(Order.class, new PaymentTerms(Duration.ofSeconds(30)));
  }

  @Test
  void anApprovedOrderIsCancelled() {
    orders
        .given(PLACED, APPROVED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectEvents(CANCELLED)
        .expectResultMessagePayload(CANCELLED);
  }

  @Test
  void theSameCancellationAgainIsAnsweredLikeTheFirst() {
    orders
        .given(PLACED, APPROVED, CANCELLED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectResultMessagePayload(CANCELLED);
  }

  @Test
  void anotherCancellationIsRefused() {
    orders
        .given(PLACED, APPROVED, CANCELLED)
        .when(new CancelOrder(ORDER, ANOTHER))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionMessage("Only an approved order can be cancelled; this one is CANCELLED.")
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_APPROVED);
  }

  @Test
  void aPendingOrderIsNotCancelled() {
    orders
        .given(PLACED)
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_APPROVED);
  }

  @Test
  void aRejectedOrderIsNotCancelled() {
    orders
        .given(
            PLACED,
            new OrderRejected(ORDER, USER, rub(100), RejectionReason.INSUFFICIENT_FUNDS, YESTERDAY))
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_APPROVED);
  }

  @Test
  void anOrderThatIsNotThereIsNotFound() {
    orders
        .givenNoPriorActivity()
        .when(new CancelOrder(ORDER, CANCELLATION))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionMessage("There is no order " + ORDER + ".")
        .expectExceptionDetails(Refused.Reason.ORDER_NOT_FOUND);
  }
}
