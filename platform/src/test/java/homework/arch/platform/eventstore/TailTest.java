package homework.arch.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Event processors that share one stream of Axon Server's. */
class TailTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Store store = new Store();
  private final AxonServerTail tail = new AxonServerTail(store);

  @AfterEach
  void stop() {
    tail.stop();
  }

  @Test
  void manyProcessorsCostOneStream() throws Exception {
    store.append(100);
    start();
    TrackingToken end = store.createHeadToken();
    List<BlockingStream<TrackedEventMessage<?>>> processors =
        IntStream.range(0, 50).mapToObj(i -> tail.openStream(end)).toList();
    store.append(1000);

    for (BlockingStream<TrackedEventMessage<?>> processor : processors) {
      assertThat(read(processor, 1000)).isEqualTo(places(100, 1100));
    }
    assertThat(store.opened).hasValue(1);
  }

  @Test
  void whoIsBehindReadsByItselfAndThenFromMemory() throws Exception {
    store.append(5000);
    start();
    BlockingStream<TrackedEventMessage<?>> processor = tail.openStream(null);
    List<Long> seen = new ArrayList<>(read(processor, 3000));
    store.append(5000);
    seen.addAll(read(processor, 7000));

    assertThat(seen).isEqualTo(places(0, 10_000));
    assertThat(processor.hasNextAvailable(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(store.open).as("only the tail's own is left").hasValue(1);
  }

  @Test
  void whoIsSlowerThanMemoryIsLongMissesNothing() throws Exception {
    start();
    BlockingStream<TrackedEventMessage<?>> slow = tail.openStream(null);
    store.append(10);
    List<Long> seen = new ArrayList<>(read(slow, 10));
    store.append(40_000);
    await().atMost(SOON).until(() -> tail.recent.has(40_009));
    seen.addAll(read(slow, 40_000));

    assertThat(seen).isEqualTo(places(0, 40_010));
    assertThat(store.open).hasValue(1);
  }

  @Test
  void aBrokenStreamIsOpenedAgainAndNothingIsLostOrDoubled() throws Exception {
    start();
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      store.append(100);
      readOn(seen);
      store.breakStreams();
      store.append(100);
      readOn(seen);
    }

    assertThat(seen).isEqualTo(places(0, 600));
  }

  /** As an event processor: after a failure it begins anew where it was. */
  private void readOn(List<Long> seen) throws Exception {
    Instant end = Instant.now().plus(SOON);
    while (seen.size() < store.next && Instant.now().isBefore(end)) {
      BlockingStream<TrackedEventMessage<?>> processor =
          tail.openStream(
              seen.isEmpty() ? null : new GlobalSequenceTrackingToken(seen.get(seen.size() - 1)));
      try {
        while (seen.size() < store.next && processor.hasNextAvailable(1, TimeUnit.SECONDS)) {
          seen.add(processor.nextAvailable().trackingToken().position().orElseThrow());
        }
      } catch (DataAccessResourceFailureException e) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /** So that it lets go of its claim, and another process takes over. */
  @Test
  void aProcessorHearsThatTheStreamCannotBeRead() throws Exception {
    start();
    store.append(1);
    BlockingStream<TrackedEventMessage<?>> processor = tail.openStream(null);
    assertThat(read(processor, 1)).containsExactly(0L);

    store.isAway = true;
    store.breakStreams();
    await().atMost(SOON).until(tail::isBroken);
    assertThatExceptionOfType(DataAccessResourceFailureException.class)
        .isThrownBy(() -> processor.hasNextAvailable(10, TimeUnit.SECONDS));

    store.isAway = false;
    await().atMost(SOON).until(() -> !tail.isBroken());
    store.append(1);
    assertThat(read(tail.openStream(new GlobalSequenceTrackingToken(0)), 1)).containsExactly(1L);
  }

  @Test
  void whoIsBehindHearsOfItToo() throws Exception {
    store.append(10);
    start();
    BlockingStream<TrackedEventMessage<?>> behind = tail.openStream(null);
    assertThat(read(behind, 3)).isEqualTo(places(0, 3));
    store.breakStreams();

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(behind::peek);
  }

  @Test
  void eventsOfAStoreThatHasGoneBackAreForgotten() throws Exception {
    start();
    BlockingStream<TrackedEventMessage<?>> before = tail.openStream(null);
    store.append(100);
    assertThat(read(before, 100)).isEqualTo(places(0, 100));

    store.goBackTo(40);
    store.breakStreams();
    await().atMost(SOON).until(() -> !tail.recent.has(50));
    await().atMost(SOON).until(() -> !tail.isBroken());

    BlockingStream<TrackedEventMessage<?>> replay = tail.openStream(null);
    assertThat(read(replay, 40)).isEqualTo(places(0, 40));
    assertThat(replay.hasNextAvailable(300, TimeUnit.MILLISECONDS)).isFalse();
    store.append(10);
    assertThat(read(replay, 10)).isEqualTo(places(40, 50));
  }

  @Test
  void theFirstEventOfAnEmptyStoreIsSeen() throws Exception {
    start();
    BlockingStream<TrackedEventMessage<?>> processor = tail.openStream(store.createHeadToken());
    assertThat(processor.hasNextAvailable(1, TimeUnit.MILLISECONDS)).isFalse();
    store.append(1);

    assertThat(read(processor, 1)).containsExactly(0L);
  }

  @Test
  void severalEventsOfOnePlaceAreNotPartedWhereMemoryBegins() throws Exception {
    store.eachPlaceHas = 3;
    store.append(10);
    start();
    BlockingStream<TrackedEventMessage<?>> processor = tail.openStream(null);
    store.append(10);

    assertThat(read(processor, 60))
        .isEqualTo(
            LongStream.range(0, 20)
                .boxed()
                .flatMap(i -> Collections.nCopies(3, i).stream())
                .toList());
    assertThat(processor.hasNextAvailable(1, TimeUnit.MILLISECONDS)).isFalse();
  }

  private void start() {
    tail.start();
    await().atMost(SOON).until(() -> store.open.get() == 1);
  }

  private static List<Long> places(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> read(BlockingStream<TrackedEventMessage<?>> processor, int n)
      throws InterruptedException {
    List<Long> places = new ArrayList<>();
    while (places.size() < n && processor.hasNextAvailable(10, TimeUnit.SECONDS)) {
      places.add(processor.nextAvailable().trackingToken().position().orElseThrow());
    }
    return places;
  }

  /** As Axon Server: its streams give all events after a token as they come, and break at times. */
  private static final class Store implements StreamableMessageSource<TrackedEventMessage<?>> {

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    int eachPlaceHas = 1;
    volatile boolean isAway;

    private final List<TrackedEventMessage<?>> events = new ArrayList<>();
    private final Set<Object> broken = new HashSet<>();
    private final Set<Object> streams = new HashSet<>();
    private long next;

    synchronized void append(int places) {
      for (int i = 0; i < places; i++, next++) {
        for (int j = 0; j < eachPlaceHas; j++) {
          events.add(
              new GenericTrackedEventMessage<>(
                  new GlobalSequenceTrackingToken(next),
                  GenericEventMessage.asEventMessage(next + "." + j)));
        }
      }
      notifyAll();
    }

    synchronized void goBackTo(int places) {
      events.subList(places, events.size()).clear();
      next = places;
    }

    synchronized void breakStreams() {
      broken.addAll(streams);
      notifyAll();
    }

    @Override
    public synchronized BlockingStream<TrackedEventMessage<?>> openStream(
        @Nullable TrackingToken token) {
      if (isAway) {
        throw new IllegalStateException("there is no connection");
      }
      opened.incrementAndGet();
      open.incrementAndGet();
      long after = Tail.index(token);
      int first = 0;
      while (first < events.size() && Tail.index(events.get(first).trackingToken()) <= after) {
        first++;
      }
      Events stream = new Events(first);
      streams.add(stream);
      return stream;
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
      return null;
    }

    @Override
    public synchronized @Nullable TrackingToken createHeadToken() {
      return next == 0 ? null : new GlobalSequenceTrackingToken(next - 1);
    }

    @Override
    public TrackingToken createTokenAt(Instant time) {
      throw new UnsupportedOperationException();
    }

    private final class Events implements BlockingStream<TrackedEventMessage<?>> {
      private int at;

      Events(int at) {
        this.at = at;
      }

      @Override
      public Optional<TrackedEventMessage<?>> peek() {
        synchronized (Store.this) {
          if (broken.contains(this)) {
            throw new IllegalStateException("the connection is lost");
          }
          return at < events.size() ? Optional.of(events.get(at)) : Optional.empty();
        }
      }

      @Override
      public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        synchronized (Store.this) {
          long until = System.nanoTime() + unit.toNanos(timeout);
          while (peek().isEmpty()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
              return false;
            }
            Store.this.wait(left);
          }
          return true;
        }
      }

      @Override
      public TrackedEventMessage<?> nextAvailable() {
        TrackedEventMessage<?> event = peek().orElseThrow();
        at++;
        return event;
      }

      @Override
      public void close() {
        open.decrementAndGet();
        synchronized (Store.this) {
          streams.remove(this);
        }
      }
    }
  }
}
