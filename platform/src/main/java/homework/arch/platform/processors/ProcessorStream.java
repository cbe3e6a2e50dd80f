package homework.arch.platform.processors;

import homework.arch.platform.deadletters.Batches;
import homework.arch.platform.eventstore.Tail;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * The events for one event processor. It passes over those that nobody handles, so that a batch has
 * none of them; ends a batch when it has as many events as {@link Batches} allows; and under load
 * lets events gather for a moment, so that batches are bigger and fewer.
 */
final class ProcessorStream implements BlockingStream<TrackedEventMessage<?>> {

  /** From so many events in a batch on there is load. */
  private static final int LOAD = 16;

  /** How often the token moves over events that nobody handles. */
  private static final long MOVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How soon it is seen, while nothing happens, that the processor is to stop. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final BlockingStream<TrackedEventMessage<?>> events;
  private final Predicate<TrackedEventMessage<?>> handled;
  private final Batches batches;
  private final long paceNanos;
  private final BooleanSupplier running;

  private int taken;
  private int left;
  private long batchBegan = System.nanoTime();
  private long movedAt = System.nanoTime();
  private @Nullable TrackedEventMessage<?> passed;
  private @Nullable TrackingToken lastToken;

  /**
   * @param handled whether the processor handles an event
   * @param pace how long events gather under load
   * @param running whether the processor is to go on
   */
  ProcessorStream(
      BlockingStream<TrackedEventMessage<?>> events,
      Predicate<TrackedEventMessage<?>> handled,
      Batches batches,
      Duration pace,
      BooleanSupplier running) {
    this.events = events;
    this.handled = handled;
    this.batches = batches;
    this.paceNanos = pace.toNanos();
    this.running = running;
  }

  @Override
  public Optional<TrackedEventMessage<?>> peek() {
    Optional<TrackedEventMessage<?>> next = events.peek();
    while (next.isPresent() && !handled.test(next.get())) {
      passed = Tail.take(events);
      next = events.peek();
    }
    // Events with one token, which an upcaster made of one, must be in one batch.
    return left > 0 ? next : next.filter(event -> event.trackingToken().equals(lastToken));
  }

  /** Between two batches. */
  @Override
  public boolean hasNextAvailable() {
    left = batches.size();
    return peek().isPresent();
  }

  /** Before each batch. */
  @Override
  public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
    long until = System.nanoTime() + unit.toNanos(timeout);
    if (taken >= LOAD && taken < batches.size()) {
      TimeUnit.NANOSECONDS.sleep(batchBegan + paceNanos - System.nanoTime());
    }
    taken = 0;
    left = batches.size();
    while (peek().isEmpty()) {
      if (passed != null && System.nanoTime() - movedAt > MOVE_NANOS) {
        return true;
      }
      long remaining = until - System.nanoTime();
      if (remaining <= 0 || !running.getAsBoolean()) {
        return false;
      }
      events.hasNextAvailable((int) Math.min(remaining, LOOK_NANOS), TimeUnit.NANOSECONDS);
    }
    batchBegan = System.nanoTime();
    return true;
  }

  @Override
  public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
    TrackedEventMessage<?> event;
    if (peek().isPresent()) {
      event = events.nextAvailable();
      left--;
      taken++;
    } else if (passed != null) {
      event = passed; // so that the token moves
      movedAt = System.nanoTime();
    } else {
      event = events.nextAvailable();
    }
    passed = null;
    lastToken = event.trackingToken();
    return event;
  }

  @Override
  public void close() {
    events.close();
  }
}
