package homework.arch.order.projection;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.CANCELLED;
import static homework.arch.order.OrderVocabulary.OVERDUE;
import static homework.arch.order.OrderVocabulary.PLACED;
import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderStreamTest {

  private final EventStore eventStore =
      spy(EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build());
  private final OrderStream stream = new OrderStream(eventStore);
  private long number;

  private Optional<OrderView> after(OrderEvent... events) {
    for (OrderEvent event : events) {
      eventStore.publish(
          new GenericDomainEventMessage<>("Order", ORDER.toString(), number++, event));
    }
    return stream.read(ORDER);
  }

  private static OrderView order(
      OrderStatus status, @Nullable RejectionReason reason, @Nullable Instant decidedAt) {
    return new OrderView(ORDER, USER, PRICE, "two hedgehogs", status, reason, YESTERDAY, decidedAt);
  }

  @Test
  void anOrderIsKnownFromTheMomentItWasPlaced() {
    assertThat(after()).isEmpty();
    assertThat(after(PLACED)).contains(order(OrderStatus.PENDING, null, null));
  }

  @Test
  void anApprovedOrderIsCancelledAtOnceWhenItIsCancelled() {
    assertThat(after(PLACED, APPROVED)).contains(order(OrderStatus.APPROVED, null, YESTERDAY));
    assertThat(after(CANCELLED)).contains(order(OrderStatus.CANCELLED, null, YESTERDAY));
  }

  @Test
  void aRejectedOrderTellsTheReason() {
    assertThat(after(PLACED, OVERDUE))
        .contains(order(OrderStatus.REJECTED, RejectionReason.PAYMENT_TIMEOUT, YESTERDAY));
  }

  @Test
  void anApprovedOrderThatIsStillApprovedIsNotReadAgain() {
    OrderView approved = after(PLACED, APPROVED).orElseThrow();
    clearInvocations(eventStore);

    assertThat(stream.upToNow(approved)).isSameAs(approved);
    verify(eventStore).readEvents(ORDER.toString(), 2);
    verify(eventStore, never()).readEvents(anyString());
  }

  @Test
  void anApprovedOrderThatWasCancelledJustNowIsCancelled() {
    OrderView approved = after(PLACED, APPROVED).orElseThrow();
    OrderView cancelled = after(CANCELLED).orElseThrow();

    assertThat(stream.upToNow(approved)).isEqualTo(cancelled);
  }

  @Test
  void anOrderInItsLastStateIsNotLookedAtAgain() {
    OrderView cancelled = after(PLACED, APPROVED, CANCELLED).orElseThrow();
    clearInvocations(eventStore);

    assertThat(stream.upToNow(cancelled)).isSameAs(cancelled);
    verifyNoMoreInteractions(eventStore);
  }
}
