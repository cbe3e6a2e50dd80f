package homework.arch.platform.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The end of the event stream in Axon Server, which sends each event once to this process, however
 * many event processors it has.
 */
final class AxonServerTail extends Tail {

  /** Events that are read before the processors hear of them. */
  private static final int AT_ONCE = 100;

  // Only the thread of the tail uses it.
  private @Nullable BlockingStream<TrackedEventMessage<?>> stream;

  AxonServerTail(StreamableMessageSource<TrackedEventMessage<?>> store) {
    super(store, new RecentEvents());
  }

  @Override
  long end() {
    return index(store.createHeadToken());
  }

  @Override
  void follow(long head) throws InterruptedException {
    BlockingStream<TrackedEventMessage<?>> events = stream;
    if (events == null) {
      if (end() < head) {
        forget();
        return;
      }
      events = store.openStream(head < 0 ? null : tokenAt(head));
      stream = events;
    }
    if (!events.hasNextAvailable(500, TimeUnit.MILLISECONDS)) {
      return;
    }
    Optional<TrackedEventMessage<?>> next = events.peek();
    long last = head;
    for (int i = 0; next.isPresent() && i < AT_ONCE; i++) {
      last = index(next.get().trackingToken());
      next = takePlace(events, last);
    }
    seen(last);
  }

  /** Takes all events of one place, of which an upcaster may have made several. */
  private Optional<TrackedEventMessage<?>> takePlace(
      BlockingStream<TrackedEventMessage<?>> events, long place) throws InterruptedException {
    List<TrackedEventMessage<?>> taken = new ArrayList<>(1);
    Optional<TrackedEventMessage<?>> next;
    do {
      taken.add(events.nextAvailable());
      next = events.peek();
    } while (next.isPresent() && index(next.get().trackingToken()) == place);
    recent.put(place, List.copyOf(taken));
    return next;
  }

  @Override
  void letGo() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  @Override
  BlockingStream<TrackedEventMessage<?>> streamFrom(@Nullable TrackingToken token) {
    return store.openStream(token);
  }

  @Override
  TrackingToken tokenAt(long index) {
    return new GlobalSequenceTrackingToken(index);
  }
}
