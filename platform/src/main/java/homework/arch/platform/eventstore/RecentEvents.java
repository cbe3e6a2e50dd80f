package homework.arch.platform.eventstore;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/** The latest events of the stream, for event processors that are close to its end. */
final class RecentEvents {

  /** Some seconds' worth under load; a power of two. */
  private static final int KEPT = 1 << 14;

  /**
   * @param index the place in the stream
   * @param events one, unless an upcaster has made several of it or none
   */
  private record Place(long index, List<? extends EventMessage<?>> events) {}

  private final AtomicReferenceArray<@Nullable Place> places = new AtomicReferenceArray<>(KEPT);

  /** A place that comes late does not push out a later one. */
  void put(long index, List<? extends EventMessage<?>> events) {
    places.accumulateAndGet(
        slot(index),
        new Place(index, events),
        (old, place) -> old != null && old.index() > place.index() ? old : place);
  }

  boolean has(long index) {
    Place place = places.get(slot(index));
    return place != null && place.index() == index;
  }

  /** The events of a place; none where it is empty, null where a later place has pushed it out. */
  @Nullable List<? extends EventMessage<?>> eventsAt(long index) {
    Place place = places.get(slot(index));
    if (place == null || place.index() < index) {
      return List.of();
    }
    return place.index() == index ? place.events() : null;
  }

  void clear() {
    for (int slot = 0; slot < KEPT; slot++) {
      places.set(slot, null);
    }
  }

  private static int slot(long index) {
    return (int) (index & (KEPT - 1));
  }
}
