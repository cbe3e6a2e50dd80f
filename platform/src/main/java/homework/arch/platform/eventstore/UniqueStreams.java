package homework.arch.platform.eventstore;

import java.util.Optional;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * Uniqueness that the event store enforces: a stream named after what must be unique, with one
 * event in it. Two who claim it at once cannot both append the first event; the later one gets a
 * conflict, is tried again, and finds what the first has written. It holds in every topology,
 * across processes and together with the other events of the same unit of work, and costs nothing
 * in memory.
 */
public class UniqueStreams {

  private static final long FIRST = 0;

  private final EventStore eventStore;

  public UniqueStreams(EventStore eventStore) {
    this.eventStore = eventStore;
  }

  /** The event that the stream holds, if it was claimed. */
  public <E> Optional<E> find(String stream, Class<E> eventType) {
    DomainEventStream events = eventStore.readEvents(stream, FIRST);
    return events.hasNext()
        ? Optional.of(eventType.cast(events.next().getPayload()))
        : Optional.empty();
  }

  /**
   * Claims the stream together with the current unit of work, which fails with a conflict if it is
   * claimed already.
   */
  public void claim(String type, String stream, Object event) {
    eventStore.publish(new GenericDomainEventMessage<>(type, stream, FIRST, event));
  }
}
