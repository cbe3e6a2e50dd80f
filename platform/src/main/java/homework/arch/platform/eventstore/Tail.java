package homework.arch.platform.eventstore;

import homework.arch.platform.ProcessorDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
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
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * The end of the event stream in PostgreSQL, looked at once for all event processors of this
 * process: one query for the places of new events, and rows only of those that another process has
 * appended.
 *
 * <p>PostgreSQL gives out places before transactions commit, so an event can appear behind the
 * last. The places that are passed over are gaps of the tracking token, and are looked at each
 * time. A gap is closed when every transaction that ran when it was noticed has ended: nothing can
 * appear in it any more. Only the database's clock counts for that, so replicas' clocks may be
 * apart.
 */
public final class Tail implements StreamableMessageSource<TrackedEventMessage<?>>, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  /** How many events are kept for processors that lag a little; a power of two. */
  private static final int KEPT = 1 << 14;

  private static final int PAGE = 1000;

  /** Between two looks while there is much to see. */
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Between two looks while others append, and while nobody does. */
  private static final long USUAL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOOK_AT_GAPS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * A place of the stream as it was seen, with the token before and after it. It holds one event,
   * unless an upcaster has made several of it or none.
   */
  private record Seen(
      long index,
      List<? extends EventMessage<?>> events,
      @Nullable GapAwareTrackingToken before,
      GapAwareTrackingToken after) {}

  private final PostgresEventStorageEngine engine;
  private final ProcessorDatabase database;
  private final Serializer serializer;
  private final EventUpcaster upcasters;

  private final AtomicReferenceArray<@Nullable Seen> seen = new AtomicReferenceArray<>(KEPT);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** How many events were seen since the start. */
  private volatile long count;

  private volatile @Nullable GapAwareTrackingToken token;

  /** Below this place nothing can appear any more that is not there. */
  private volatile long openFrom;

  private volatile boolean started;
  private volatile boolean running;
  private volatile boolean signalled;
  private @Nullable Thread thread;

  // Only the thread of the tail uses what follows.
  private final TreeMap<Long, OffsetDateTime> gaps = new TreeMap<>();
  private long gapsLookedAt;
  private boolean othersAppend;
  private long pauseNanos = USUAL_PAUSE_NANOS;
  private boolean failed;

  Tail(
      PostgresEventStorageEngine engine,
      ProcessorDatabase database,
      Serializer serializer,
      EventUpcaster upcasters) {
    this.engine = engine;
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
      if (!started) {
        long head = EventTable.head(connection);
        token = head == 0 ? null : GapAwareTrackingToken.newInstance(head, List.of());
        gaps.put(0L, OffsetDateTime.MAX); // what is on its way at this moment may be anywhere
        started = true;
        wakeAll();
        return true;
      }
      closeGaps(connection);
      List<Long> indexes = EventTable.indexesAfter(connection, token, PAGE);
      Map<Long, List<? extends EventMessage<?>>> others = appendedByOthers(connection, indexes);
      othersAppend = !others.isEmpty() || (othersAppend && indexes.isEmpty());
      for (Long index : indexes) {
        List<? extends EventMessage<?>> events = others.get(index);
        if (events == null) {
          EventMessage<?> event = engine.appendedAt(index);
          if (event == null) {
            break; // it was passed by KEPT others meanwhile, and is read at the next look
          }
          events = List.of(event);
        }
        add(index, events);
      }
      GapAwareTrackingToken reached = token;
      if (reached != null) {
        // Closed gaps were looked at once more, after all that could fill them had ended.
        openFrom = gaps.isEmpty() ? reached.getIndex() : gaps.firstKey();
        token = reached.withGapsTruncatedAt(openFrom);
      }
      if (!indexes.isEmpty()) {
        wakeAll();
      }
      return !indexes.isEmpty();
    } finally {
      database.release(connection);
    }
  }

  private Map<Long, List<? extends EventMessage<?>>> appendedByOthers(
      Connection connection, List<Long> indexes) throws SQLException {
    List<Long> unknown = new ArrayList<>();
    for (Long index : indexes) {
      if (engine.appendedAt(index) == null) {
        unknown.add(index);
      }
    }
    if (unknown.isEmpty()) {
      return Map.of();
    }
    Map<Long, List<? extends EventMessage<?>>> events = new HashMap<>();
    for (EventTable.Read read : EventTable.eventsAt(connection, unknown)) {
      events.put(
          read.index(), messages(read, GapAwareTrackingToken.newInstance(read.index(), List.of())));
    }
    return events;
  }

  private List<TrackedEventMessage<?>> messages(EventTable.Read read, GapAwareTrackingToken at) {
    return EventUtils.upcastAndDeserializeTrackedEvents(
            List.of(new TrackedDomainEventData<>(at, read.event())).stream(), serializer, upcasters)
        .toList();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
  private void add(long index, List<? extends EventMessage<?>> events) {
    GapAwareTrackingToken before = token;
    GapAwareTrackingToken after = advanced(before, index);
    seen.set(slot(count), new Seen(index, events, before, after));
    count++;
    token = after;
    // Only what is passed over now: the token still has the gaps that were closed at this look.
    long passed = before == null ? 0 : before.getIndex() + 1;
    after.getGaps().tailSet(passed).forEach(gap -> gaps.put(gap, OffsetDateTime.MAX));
    gaps.remove(index);
  }

  /** Forgets the gaps that nothing can appear in any more; the token still has them. */
  private void closeGaps(Connection connection) throws SQLException {
    if (gaps.isEmpty() || System.nanoTime() - gapsLookedAt < LOOK_AT_GAPS_EVERY_NANOS) {
      return;
    }
    gapsLookedAt = System.nanoTime();
    EventTable.Activity activity = EventTable.activity(connection);
    OffsetDateTime oldest = activity.oldestTransaction();
    gaps.values()
        .removeIf(
            noticed ->
                !noticed.equals(OffsetDateTime.MAX) && (oldest == null || oldest.isAfter(noticed)));
    gaps.replaceAll(
        (gap, noticed) -> noticed.equals(OffsetDateTime.MAX) ? activity.now() : noticed);
  }

  private void wakeAll() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int slot(long number) {
    return (int) (number & (KEPT - 1));
  }

  private static GapAwareTrackingToken advanced(@Nullable GapAwareTrackingToken token, long index) {
    GapAwareTrackingToken last =
        token == null ? GapAwareTrackingToken.newInstance(0, List.of()) : token;
    return last.advanceTo(index, Integer.MAX_VALUE);
  }

  /** Stricter than the token's own method, which passes over gaps that the other has closed. */
  private static boolean covers(
      @Nullable GapAwareTrackingToken token, @Nullable GapAwareTrackingToken other) {
    return other == null
        || (token != null
            && other.getIndex() <= token.getIndex()
            && !token.getGaps().contains(other.getIndex())
            && other.getGaps().containsAll(token.getGaps().headSet(other.getIndex())));
  }

  // ---- the streams of the event processors

  @Override
  public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
    return new Stream((GapAwareTrackingToken) from);
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

  /** Reads pages from the database until it has caught up, and then what the tail has seen. */
  private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

    private static final long BEHIND = -1;

    private @Nullable GapAwareTrackingToken position;
    private long next = BEHIND;
    private List<TrackedEventMessage<?>> page = List.of();
    private int nextOfPage;
    private @Nullable TrackedEventMessage<?> peeked;

    Stream(@Nullable GapAwareTrackingToken position) {
      this.position = position;
    }

    @Override
    public java.util.Optional<TrackedEventMessage<?>> peek() {
      if (peeked == null) {
        peeked = take();
      }
      return java.util.Optional.ofNullable(peeked);
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
        if (next == BEHIND) {
          long moment = Math.min(nanos, USUAL_PAUSE_NANOS);
          return nanos - moment + news.awaitNanos(moment);
        }
        return next < count ? nanos : news.awaitNanos(nanos);
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

    private @Nullable TrackedEventMessage<?> take() {
      if (nextOfPage < page.size()) {
        return page.get(nextOfPage++);
      }
      if (next == BEHIND || count - next > KEPT / 2) {
        next = BEHIND;
        if (!join()) {
          readPage();
          if (nextOfPage < page.size()) {
            return page.get(nextOfPage++);
          }
          if (!join()) {
            return null;
          }
        }
      }
      while (next < count) {
        Seen candidate = seen.get(slot(next));
        if (candidate == null || count - next > KEPT) {
          next = BEHIND; // it was too slow
          return take();
        }
        next++;
        if (!isPast(candidate.index())) {
          GapAwareTrackingToken reached =
              covers(candidate.after(), position)
                  ? candidate.after()
                  : advanced(position, candidate.index());
          position = reached;
          page = tracked(candidate.events(), reached);
          nextOfPage = 0;
          if (!page.isEmpty()) {
            return page.get(nextOfPage++);
          }
        }
      }
      return null;
    }

    private static List<TrackedEventMessage<?>> tracked(
        List<? extends EventMessage<?>> events, GapAwareTrackingToken token) {
      List<TrackedEventMessage<?>> tracked = new ArrayList<>(events.size());
      events.forEach(event -> tracked.add(EventUtils.asTrackedEventMessage(event, token)));
      return tracked;
    }

    private boolean isPast(long index) {
      GapAwareTrackingToken reached = position;
      return reached != null && index <= reached.getIndex() && !reached.getGaps().contains(index);
    }

    /** Goes on in memory, if all that is not in this stream's past is there. */
    private boolean join() {
      if (!started) {
        return false;
      }
      long end = count;
      GapAwareTrackingToken reached = token;
      if (covers(position, reached) && end == count) {
        next = end;
        return true;
      }
      long first = Math.max(0, end - KEPT / 2);
      Seen oldest = first == end ? null : seen.get(slot(first));
      if (oldest != null && covers(position, oldest.before())) {
        next = first;
        return true;
      }
      return false;
    }

    private void readPage() {
      long decidedUpTo = openFrom;
      Connection connection;
      try {
        connection = database.connection();
      } catch (CannotGetJdbcConnectionException e) {
        throw new EventStreamException(e);
      }
      try {
        page = new ArrayList<>();
        nextOfPage = 0;
        GapAwareTrackingToken last = position;
        for (EventTable.Read read : EventTable.eventsAfter(connection, position, PAGE)) {
          last = advanced(last, read.index());
          page.addAll(messages(read, last));
        }
        position = last;
        if (last != null) {
          // What is missing there was missing before the page was read, for ever.
          position = last.withGapsTruncatedAt(Math.min(decidedUpTo, last.getIndex()));
        }
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
  static final class EventStreamException
      extends org.springframework.dao.DataAccessResourceFailureException {
    private static final long serialVersionUID = 1L;

    EventStreamException(Exception cause) {
      super("the event stream cannot be read", cause);
    }
  }
}
