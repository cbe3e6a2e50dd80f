package homework.arch.platform.eventstore;

import homework.arch.platform.ProcessorDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * The end of the event stream in PostgreSQL, looked at once for all event processors of this
 * process: one query for the places of new events, and rows only of those that another process has
 * appended. Events become visible in their order, which the table sees to; so what has no event
 * below the last place will never have one.
 */
public final class Tail implements StreamableMessageSource<TrackedEventMessage<?>>, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  private static final int PAGE = 1000;
  private static final long NOT_STARTED = -1;

  /** Between two looks while there is much to see. */
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Between two looks while others append, and while nobody does. */
  private static final long USUAL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final PostgresEventStorageEngine engine;
  private final RecentEvents recent;
  private final ProcessorDatabase database;
  private final Serializer serializer;
  private final EventUpcaster upcasters;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** The last place that was seen. Every event after {@link #first} was put into memory. */
  private volatile long head = NOT_STARTED;

  private volatile long first;
  private volatile boolean running;
  private volatile boolean signalled;
  private @Nullable Thread thread;

  // Only the thread of the tail uses what follows.
  private boolean othersAppend;
  private long pauseNanos = USUAL_PAUSE_NANOS;
  private boolean failed;

  Tail(
      PostgresEventStorageEngine engine,
      ProcessorDatabase database,
      Serializer serializer,
      EventUpcaster upcasters) {
    this.engine = engine;
    this.recent = engine.recent();
    this.database = database;
    this.serializer = serializer;
    this.upcasters = upcasters;
    engine.onAppended(this::signal);
  }

  // ---- the thread that looks

  @Override
  public void start() {
    running = true;
    thread = new Thread(this::run, "event-tail");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    signal();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the event processors start, and until they have stopped. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1000;
  }

  private void signal() {
    signalled = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (running) {
      long began = System.nanoTime();
      signalled = false;
      try {
        boolean found = look();
        if (failed) {
          failed = false;
          log.info("The event stream can be read again.");
        }
        pauseNanos =
            found || othersAppend
                ? USUAL_PAUSE_NANOS
                : Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
      } catch (SQLException | RuntimeException e) {
        if (!failed) {
          failed = true;
          log.warn("The event stream cannot be read: {}", e.getClass().getSimpleName());
        }
        pauseNanos = PAUSE_AFTER_FAILURE_NANOS;
      }
      pause(began + SHORTEST_PAUSE_NANOS, false);
      pause(began + pauseNanos, true);
    }
  }

  private void pause(long until, boolean endsBySignal) {
    for (long left = until - System.nanoTime();
        running && left > 0 && !(endsBySignal && signalled);
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Whether there was something new. */
  private boolean look() throws SQLException {
    Connection connection = database.connection();
    try {
      if (head == NOT_STARTED) {
        first = EventTable.head(connection);
        head = first;
      } else {
        List<Long> places = EventTable.indexesAfter(connection, head, PAGE);
        List<Long> others = places.stream().filter(place -> !recent.has(place)).toList();
        othersAppend = !others.isEmpty() || (othersAppend && places.isEmpty());
        if (!others.isEmpty()) {
          for (EventTable.Read read : EventTable.eventsAt(connection, others)) {
            recent.put(read.index(), messages(read, at(read.index())));
          }
        }
        if (places.isEmpty()) {
          return false;
        }
        head = places.get(places.size() - 1);
      }
      wakeAll();
      return true;
    } finally {
      database.release(connection);
    }
  }

  private void wakeAll() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private List<TrackedEventMessage<?>> messages(EventTable.Read read, GapAwareTrackingToken token) {
    return EventUtils.upcastAndDeserializeTrackedEvents(
            Stream.of(new TrackedDomainEventData<>(token, read.event())), serializer, upcasters)
        .toList();
  }

  private static GapAwareTrackingToken at(long index) {
    return GapAwareTrackingToken.newInstance(index, Collections.emptySortedSet());
  }

  // ---- the streams of the event processors

  @Override
  public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
    return new EventStream((GapAwareTrackingToken) from);
  }

  @Override
  public @Nullable TrackingToken createTailToken() {
    return engine.createTailToken();
  }

  @Override
  public @Nullable TrackingToken createHeadToken() {
    return engine.createHeadToken();
  }

  @Override
  public @Nullable TrackingToken createTokenAt(Instant time) {
    return engine.createTokenAt(time);
  }

  /** Reads pages from the database until it has caught up, and then what is in memory. */
  private final class EventStream implements BlockingStream<TrackedEventMessage<?>> {

    private long position;
    private Collection<Long> gaps;
    private Iterator<TrackedEventMessage<?>> page = Collections.emptyIterator();
    private @Nullable TrackedEventMessage<?> peeked;

    /**
     * @param from its gaps are of a time when events became visible in another order
     */
    EventStream(@Nullable GapAwareTrackingToken from) {
      position = from == null ? -1 : from.getIndex();
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

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
      long left = unit.toNanos(timeout);
      while (peek().isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = await(left);
      }
      return true;
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private long await(long nanos) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        return position < head ? nanos : news.awaitNanos(nanos);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
      while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
        if (!running) {
          throw new InterruptedException("the event stream has ended");
        }
      }
      TrackedEventMessage<?> event = peek().orElseThrow();
      peeked = null;
      return event;
    }

    /** Nothing if there is nothing new. */
    private Iterator<TrackedEventMessage<?>> nextPage() {
      if (head == NOT_STARTED || position < first || !gaps.isEmpty()) {
        return readPage();
      }
      while (position < head) {
        long next = position + 1;
        RecentEvents.Place place = recent.lookUp(next);
        if (place != null && place.index() > next) {
          return readPage(); // it was too slow
        }
        position = next;
        if (place != null && place.index() == next && !place.events().isEmpty()) {
          GapAwareTrackingToken token = at(next);
          return place.events().stream()
              .<TrackedEventMessage<?>>map(event -> EventUtils.asTrackedEventMessage(event, token))
              .iterator();
        }
      }
      return Collections.emptyIterator();
    }

    private Iterator<TrackedEventMessage<?>> readPage() {
      long known = first;
      Connection connection;
      try {
        connection = database.connection();
      } catch (CannotGetJdbcConnectionException e) {
        throw new EventStreamException(e);
      }
      try {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        if (gaps.isEmpty()) {
          List<EventTable.Read> rows = EventTable.eventsAfter(connection, position, PAGE);
          for (EventTable.Read row : rows) {
            events.addAll(messages(row, at(row.index())));
            position = row.index();
          }
          if (rows.isEmpty()) {
            position = Math.max(position, known);
          }
        } else {
          for (EventTable.Read row : EventTable.eventsAt(connection, gaps)) {
            List<Long> later = gaps.stream().filter(gap -> gap > row.index()).toList();
            events.addAll(messages(row, GapAwareTrackingToken.newInstance(position, later)));
          }
          gaps = List.of();
        }
        return events.iterator();
      } catch (SQLException e) {
        throw new EventStreamException(e);
      } finally {
        database.release(connection);
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  /** The events cannot be read now. */
  static final class EventStreamException extends DataAccessResourceFailureException {
    private static final long serialVersionUID = 1L;

    EventStreamException(Exception cause) {
      super("the event stream cannot be read", cause);
    }
  }
}
