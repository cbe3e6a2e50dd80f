package homework.arch.platform.eventstore;

import homework.arch.platform.ProcessorDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * The end of the event stream in PostgreSQL: one query for the places of new events, and rows only
 * of those that another process has appended. Events become visible in their order, which the table
 * sees to; so what has no event below the last place will never have one.
 */
final class PostgresTail extends Tail {

  private static final int PAGE = 1000;

  /** Between two looks while there is much to see. */
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Between two looks while others append, and while nobody does. */
  private static final long USUAL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final EventTable table;
  private final Serializer serializer;
  private final EventUpcaster upcasters;

  private volatile boolean signalled;

  // Only the thread of the tail uses what follows.
  private boolean othersAppend;
  private long pauseNanos = USUAL_PAUSE_NANOS;

  PostgresTail(
      StreamableMessageSource<TrackedEventMessage<?>> store,
      PostgresEventStorageEngine engine,
      ProcessorDatabase database,
      Serializer serializer,
      EventUpcaster upcasters) {
    super(store, engine.recent());
    table = new EventTable(database);
    this.serializer = serializer;
    this.upcasters = upcasters;
    engine.onAppended(this::signal);
  }

  private void signal() {
    signalled = true;
    wake();
  }

  @Override
  long end() {
    return table.head();
  }

  @Override
  void follow(long head) {
    long began = System.nanoTime();
    signalled = false;
    pauseNanos =
        look(head) || othersAppend
            ? USUAL_PAUSE_NANOS
            : Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
    pause(began + SHORTEST_PAUSE_NANOS, false);
    pause(began + pauseNanos, true);
  }

  private void pause(long until, boolean endsBySignal) {
    for (long left = until - System.nanoTime();
        isRunning() && left > 0 && !(endsBySignal && signalled);
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Whether there was something new. */
  private boolean look(long head) {
    List<Long> places = table.indexesAfter(head, PAGE);
    List<Long> others = places.stream().filter(place -> !recent.has(place)).toList();
    othersAppend = !others.isEmpty() || (othersAppend && places.isEmpty());
    if (!others.isEmpty()) {
      for (EventTable.Read read : table.eventsAt(others)) {
        recent.put(read.index(), messages(read, tokenAt(read.index())));
      }
    }
    if (!places.isEmpty()) {
      seen(places.get(places.size() - 1));
    }
    return !places.isEmpty();
  }

  private List<TrackedEventMessage<?>> messages(EventTable.Read read, TrackingToken token) {
    return EventUtils.upcastAndDeserializeTrackedEvents(
            Stream.of(new TrackedDomainEventData<>(token, read.event())), serializer, upcasters)
        .toList();
  }

  @Override
  TrackingToken tokenAt(long index) {
    return GapAwareTrackingToken.newInstance(index, Collections.emptySortedSet());
  }

  /** Gaps are of a time when events became visible in another order. */
  @Override
  boolean isBehind(@Nullable TrackingToken token) {
    return super.isBehind(token)
        || (token instanceof GapAwareTrackingToken gaps && !gaps.getGaps().isEmpty());
  }

  @Override
  BlockingStream<TrackedEventMessage<?>> streamFrom(@Nullable TrackingToken token) {
    return new Pages((GapAwareTrackingToken) token);
  }

  private final class Pages implements BlockingStream<TrackedEventMessage<?>> {

    private long position;
    private Collection<Long> gaps;
    private Iterator<TrackedEventMessage<?>> page = Collections.emptyIterator();
    private @Nullable TrackedEventMessage<?> peeked;

    Pages(@Nullable GapAwareTrackingToken from) {
      position = index(from);
      gaps = from == null ? List.of() : from.getGaps();
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
      if (peeked == null) {
        if (!page.hasNext()) {
          page = nextPage();
        }
        peeked = page.hasNext() ? page.next() : null;
      }
      return Optional.ofNullable(peeked);
    }

    private Iterator<TrackedEventMessage<?>> nextPage() {
      List<TrackedEventMessage<?>> events = new ArrayList<>();
      if (!gaps.isEmpty()) {
        for (EventTable.Read row : table.eventsAt(gaps)) {
          List<Long> later = gaps.stream().filter(gap -> gap > row.index()).toList();
          events.addAll(messages(row, GapAwareTrackingToken.newInstance(position, later)));
        }
        gaps = List.of();
      }
      if (events.isEmpty()) {
        for (EventTable.Read row : table.eventsAfter(position, PAGE)) {
          events.addAll(messages(row, tokenAt(row.index())));
          position = row.index();
        }
      }
      return events.iterator();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
      if (peek().isEmpty()) {
        unit.sleep(timeout);
      }
      return peek().isPresent();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() {
      TrackedEventMessage<?> event = peek().orElseThrow();
      peeked = null;
      return event;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
