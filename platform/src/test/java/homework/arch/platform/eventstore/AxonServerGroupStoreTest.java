package homework.arch.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;

class AxonServerGroupStoreTest {

  private static final DomainEventMessage<?> EVENT =
      new GenericDomainEventMessage<>("Order", "an id", 0, "placed");

  @Test
  void theEndOfAStreamIsNoFailure() {
    DomainEventStream events = new AxonServerGroupStore.Whole(DomainEventStream.of(EVENT));

    assertThat(events.asStream()).hasSize(1);
    assertThat(events.getLastSequenceNumber()).isZero();
  }

  @Test
  void whoIsInterruptedHasNotComeToTheEnd() {
    DomainEventStream cutOff = new AxonServerGroupStore.Whole(DomainEventStream.empty());
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(EventStoreException.class).isThrownBy(cutOff::hasNext);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
