package homework.arch.order.projection;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

class OrderStreamTest {

  private static final UUID ORDER = UUID.fromString("c0000000-0000-4000-8000-000000000000");
  private static final UUID USER = UUID.fromString("a0000000-0000-4000-8000-000000000000");

  private final EventStore eventStore =
      spy(EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build());
  private final OrderStream stream = new OrderStream(eventStore);

  private OrderView approvedOrder() {
    append(0, new OrderPlaced(ORDER, USER, rub(5), "a book", NOW, NOW.plusSeconds(30)));
    append(1, new OrderApproved(ORDER, USER, rub(5), NOW.plusSeconds(1)));
    return stream.read(ORDER).orElseThrow();
  }

  @Test
  void anApprovedOrderThatIsStillApprovedIsNotReadAgain() {
    OrderView approved = approvedOrder();
    clearInvocations(eventStore);

    assertThat(stream.upToNow(approved)).isSameAs(approved);
    verify(eventStore).readEvents(ORDER.toString(), 2);
    verify(eventStore, never()).readEvents(anyString());
  }

  @Test
  void anApprovedOrderThatWasCancelledJustNowIsCancelled() {
    OrderView approved = approvedOrder();
    append(2, new OrderCancelled(ORDER, USER, rub(5), UUID.randomUUID(), NOW.plusSeconds(9)));

    assertThat(stream.upToNow(approved)).isEqualTo(stream.read(ORDER).orElseThrow());
    assertThat(stream.upToNow(approved).status()).isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void anOrderInItsLastStateIsNotLookedAtAgain() {
    OrderView approved = approvedOrder();
    append(2, new OrderCancelled(ORDER, USER, rub(5), UUID.randomUUID(), NOW.plusSeconds(9)));
    OrderView cancelled = stream.upToNow(approved);
    clearInvocations(eventStore);

    assertThat(stream.upToNow(cancelled)).isSameAs(cancelled);
    verifyNoMoreInteractions(eventStore);
  }

  private void append(long number, Object event) {
    eventStore.publish(new GenericDomainEventMessage<>("Order", ORDER.toString(), number, event));
  }
}
