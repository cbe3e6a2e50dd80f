package homework.arch.platform.eventstore;

import java.util.Optional;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/**
 * Uniqueness that the event store enforces: a stream named after what must be unique, with one
 * event in it. Two who claim it at once cannot both append the first event; the later one gets a
 * conflict, is tried again, and finds what the first has written. It holds in every topology,
 * across processes and together with the other events of the same unit of work, and costs nothing
 * in memory.
 *
 * <p>What is claimed may be released by another event, and claimed anew by one after that: the last
 * one counts, and of two who append the next at once the later one gets a conflict as well.
 */
public record UniqueStreams(EventStore eventStore) {

  private static final long FIRST = 0;

  /**
   * What a stream says by now.
   *
   * @param event its last one; null if there is none
   * @param next the number of the one that may follow upon it
   */
  public record Last(@Nullable Object event, long next) {

    /** The event, if it is of this type. */
    public <E> Optional<E> as(Class<E> eventType) {
      return Optional.ofNullable(event).filter(eventType::isInstance).map(eventType::cast);
    }
  }

  public Last last(String stream) {
    return eventStore
        .readEvents(stream, FIRST)
        .asStream()
        .reduce((earlier, later) -> later)
        .map(event -> new Last(event.getPayload(), event.getSequenceNumber() + 1))
        .orElse(new Last(null, FIRST));
  }

  /**
   * Claims a new stream together with the current unit of work, which fails with a conflict if it
   * is claimed already.
   */
  public void claim(String type, String stream, Object event) {
    append(type, stream, FIRST, event);
  }

  /**
   * The same for a stream that may have been claimed before.
   *
   * @param number the one that {@link #last} gave, and that what was decided rests on
   */
  public void append(String type, String stream, long number, Object event) {
    eventStore.publish(new GenericDomainEventMessage<>(type, stream, number, event));
  }
}
