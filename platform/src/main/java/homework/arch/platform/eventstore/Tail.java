package homework.arch.platform.eventstore;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The end of the event stream, read once for all event processors of this process. A processor that
 * is behind reads by itself until it has come to what is in memory.
 */
public abstract class Tail
    implements StreamableMessageSource<TrackedEventMessage<?>>, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  private static final long NOT_STARTED = Long.MIN_VALUE;
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  final StreamableMessageSource<TrackedEventMessage<?>> store;
  final RecentEvents recent;

  /** The last place that was seen. Every event after {@link #first} was put into memory. */
  private volatile long head = NOT_STARTED;

  private volatile long first;
  private volatile boolean running;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Throwable failure;

  Tail(StreamableMessageSource<TrackedEventMessage<?>> store, RecentEvents recent) {
    this.store = store;
    this.recent = recent;
  }

  // ---- the thread that follows the end

  /** The place of the last event that there is; below every place if there is none. */
  abstract long end();

  /**
   * Puts what comes after a place into {@link #recent}, says so by {@link #seen}, and returns once
   * there is nothing more for the moment.
   */
  abstract void follow(long head) throws InterruptedException;

  /** What {@link #follow} holds is no longer of use. */
  void letGo() {}

  /** The events up to here are in memory. */
  final void seen(long index) {
    head = index;
    wakeAll();
  }

  private synchronized void wakeAll() {
    notifyAll();
  }

  @Override
  public void start() {
    running = true;
    Thread follower = new Thread(this::run, "event-tail");
    follower.setDaemon(true);
    thread = follower;
    follower.start();
  }

  @Override
  public void stop() {
    running = false;
    wake();
  }

  @Override
  public final boolean isRunning() {
    return running;
  }

  /** Before the event processors start, and until they have stopped. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1000;
  }

  final void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (running) {
      try {
        if (head == NOT_STARTED) {
          first = end();
          seen(first);
        }
        follow(head);
        if (failure != null) {
          failure = null;
          log.info("The event stream can be read again.");
        }
      } catch (Throwable e) {
        // Whatever it is, the processors must hear of it, and this thread go on.
        letGo();
        if (failure == null && running) {
          log.warn("The event stream cannot be read: {}", e.getClass().getSimpleName());
        }
        failure = e;
        wakeAll();
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      }
    }
    letGo();
  }

  /**
   * Whether it cannot be read now. Its streams fail then, so that the processors let go of their
   * claims, and another process can take over.
   */
  public final boolean isBroken() {
    return failure != null;
  }

  /** What is in memory is of a store that is no more: an earlier state of it was restored. */
  final void forget() {
    log.warn("The event store has gone back: it ended at {}, and now before.", head);
    head = NOT_STARTED;
    recent.clear();
  }

  // ---- the streams of the event processors

  /** All events after this token, for a processor that is behind. */
  abstract BlockingStream<TrackedEventMessage<?>> streamFrom(@Nullable TrackingToken token);

  abstract TrackingToken tokenAt(long index);

  /** Whether a processor with this token has to read by itself. */
  boolean isBehind(@Nullable TrackingToken token) {
    return index(token) < first;
  }

  /** The place where a token stands; -1 before the first event. */
  public static long index(@Nullable TrackingToken token) {
    return token == null ? -1 : token.position().orElse(-1);
  }

  /** Takes an event that is there already, so that nobody waits for it. */
  public static TrackedEventMessage<?> take(BlockingStream<TrackedEventMessage<?>> peeked) {
    try {
      return peeked.nextAvailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while events were read", e);
    }
  }

  @Override
  public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
    return new EventStream(from);
  }

  @Override
  public @Nullable TrackingToken createTailToken() {
    return store.createTailToken();
  }

  @Override
  public @Nullable TrackingToken createHeadToken() {
    return store.createHeadToken();
  }

  private final class EventStream implements BlockingStream<TrackedEventMessage<?>> {

    private long position;
    private @Nullable BlockingStream<TrackedEventMessage<?>> behind;
    private Iterator<? extends EventMessage<?>> ofOnePlace = Collections.emptyIterator();
    private @Nullable TrackedEventMessage<?> peeked;

    EventStream(@Nullable TrackingToken from) {
      position = index(from);
      if (head == NOT_STARTED || isBehind(from)) {
        behind = streamFrom(from);
      }
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
      if (peeked == null) {
        peeked = behind == null ? nextInMemory() : nextBehind(behind);
      }
      return Optional.ofNullable(peeked);
    }

    private @Nullable TrackedEventMessage<?> nextBehind(
        BlockingStream<TrackedEventMessage<?>> behind) {
      Optional<TrackedEventMessage<?>> next = behind.peek();
      boolean ofSamePlace =
          next.filter(event -> index(event.trackingToken()) == position).isPresent();
      boolean isNextInMemory =
          head != NOT_STARTED && position >= first && recent.eventsAt(position + 1) != null;
      if (!ofSamePlace && isNextInMemory) {
        close();
        return nextInMemory();
      }
      if (next.isEmpty()) {
        return null;
      }
      position = index(next.get().trackingToken());
      return take(behind);
    }

    private @Nullable TrackedEventMessage<?> nextInMemory() {
      while (!ofOnePlace.hasNext() && position < head) {
        List<? extends EventMessage<?>> next = recent.eventsAt(position + 1);
        if (next == null) {
          behind = streamFrom(tokenAt(position));
          return nextBehind(behind);
        }
        position++;
        ofOnePlace = next.iterator();
      }
      if (!ofOnePlace.hasNext()) {
        Throwable broken = failure;
        if (broken != null) {
          throw new DataAccessResourceFailureException("the event stream cannot be read", broken);
        }
        return null;
      }
      EventMessage<?> event = ofOnePlace.next();
      return event instanceof TrackedEventMessage<?> tracked
          ? tracked
          : EventUtils.asTrackedEventMessage(event, tokenAt(position));
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
      long until = System.nanoTime() + unit.toNanos(timeout);
      while (peek().isEmpty()) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        await(left);
      }
      return true;
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(long nanos) throws InterruptedException {
      if (behind != null) {
        // For a moment only: it may end at the very place where memory begins.
        long moment = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(100));
        behind.hasNextAvailable((int) moment, TimeUnit.NANOSECONDS);
        return;
      }
      synchronized (Tail.this) {
        if (position >= head) {
          TimeUnit.NANOSECONDS.timedWait(Tail.this, nanos);
        }
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

    @Override
    public void close() {
      if (behind != null) {
        behind.close();
        behind = null;
      }
    }
  }
}
