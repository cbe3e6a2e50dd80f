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

import homework.arch.api.order.FindOrder;
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
      EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
  private final OrderStream stream = new OrderStream(eventStore);
  private long number;

  private Optional<OrderView> after(OrderEvent... events) {
    for (OrderEvent event : events) {
      eventStore.publish(
          new GenericDomainEventMessage<>("Order", ORDER.toString(), number++, event));
    }
    return stream.handle(new FindOrder(ORDER));
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
}
