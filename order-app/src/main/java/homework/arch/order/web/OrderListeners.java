package homework.arch.order.web;

import static homework.arch.platform.web.ProblemType.SERVICE_UNAVAILABLE;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.web.Problems;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.AxonThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Tells those who listen to an order each of its states as it comes, up to the decision. None of
 * them holds a thread: {@link OrderNews} tells, and a few threads write for all.
 */
@Component
class OrderListeners implements SmartLifecycle {

  /** More than one, so that a line that is slow to take its few bytes holds up nobody else. */
  private static final int WRITERS = 4;

  private final OrderNews news;
  private final Answers answers;
  private final Semaphore places;
  private final Duration heartbeat;
  private final Duration life;

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(new AxonThreadFactory("order-heartbeat"));
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, new AxonThreadFactory("order-listeners"));

  private volatile boolean running;

  /**
   * @param most how many may listen in this process
   * @param heartbeat how often a line is used, so that nobody on the way thinks it dead
   * @param life after how long a listener has to come again
   */
  OrderListeners(
      OrderNews news,
      Answers answers,
      @Value("${arch.max-listeners}") int most,
      @Value("${arch.listener-heartbeat}") Duration heartbeat,
      @Value("${arch.listener-life}") Duration life) {
    this.news = news;
    this.answers = answers;
    this.places = new Semaphore(most);
    this.heartbeat = heartbeat;
    this.life = life;
  }

  /**
   * The stream of the order's states. It begins with the one that the order is in, unless the
   * listener has seen it; where he has seen the last one, there is no content.
   *
   * @param seen the id of the last event that the listener got
   */
  CompletableFuture<ResponseEntity<SseEmitter>> listen(UUID orderId, @Nullable String seen) {
    if (!running || !places.tryAcquire()) {
      throw Problems.exception(
          SERVICE_UNAVAILABLE, "No more listeners are taken at the moment. Please try again.");
    }
    Listener listener = new Listener(news.next(orderId));
    return answers
        .ifAny(new FindOrder(orderId), OrderView.class)
        .thenApply(
            order ->
                listener.answer(order.orElseThrow(() -> Problems.notFound("order", orderId)), seen))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                listener.close();
              }
            });
  }

  /** The id of the event that tells of this state. */
  static String id(OrderStatus status) {
    return switch (status) {
      case PENDING -> "0";
      case APPROVED, REJECTED -> "1";
      case CANCELLED -> "2";
    };
  }

  private static SseEventBuilder event(OrderView order) {
    return SseEmitter.event()
        .id(id(order.status()))
        .name("order")
        .data(order, MediaType.APPLICATION_JSON);
  }

  private static SseEventBuilder nothing() {
    return SseEmitter.event().comment("");
  }

  private static ResponseEntity<SseEmitter> stream(SseEmitter events) {
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no") // nginx passes it on as it comes
        .body(events);
  }

  @Override
  public void start() {
    running = true;
    var unused =
        clock.scheduleAtFixedRate(
            () -> listeners.forEach(Listener::keepAlive),
            heartbeat.toMillis(),
            heartbeat.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Before the web server begins to wait for its last requests: these would not end. */
  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
    listeners.forEach(listener -> listener.finish(Optional.empty()));
    writers.shutdown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** One who listens to an order. */
  private final class Listener {

    private final CompletableFuture<OrderEvent> decision;
    private final SseEmitter events = new SseEmitter(0L); // it is ended by keepAlive
    private final long end = System.nanoTime() + life.toNanos();
    private final AtomicBoolean kept = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Listener(CompletableFuture<OrderEvent> decision) {
      this.decision = decision;
    }

    private ResponseEntity<SseEmitter> answer(OrderView order, @Nullable String seen) {
      boolean decided = order.status().isDecided();
      boolean known = id(order.status()).equals(seen);
      if (decided && known) {
        close();
        return ResponseEntity.noContent().build();
      }
      listeners.add(this);
      events.onCompletion(this::close);
      write(known ? nothing() : event(order)); // so that the headers go out as well
      if (decided) {
        end();
      } else {
        var unused = decision.thenAccept(event -> finish(Optional.of(order.after(event))));
      }
      if (!running) {
        end(); // it came in while the others were ended
      }
      return stream(events);
    }

    /** Without a last state the line has failed; the listener will come again. */
    private void finish(Optional<OrderView> last) {
      inTheBackground(
          () -> {
            last.ifPresent(order -> write(event(order)));
            end();
          });
    }

    private void keepAlive() {
      if (kept.compareAndSet(false, true)) {
        inTheBackground(
            () -> {
              if (System.nanoTime() - end > 0) {
                end();
              } else {
                write(nothing());
              }
              kept.set(false);
            });
      }
    }

    private void inTheBackground(Runnable writing) {
      try {
        writers.execute(writing);
      } catch (RejectedExecutionException e) {
        // All listeners are being ended.
      }
    }

    private void write(SseEventBuilder event) {
      try {
        events.send(event);
      } catch (IOException | IllegalStateException e) {
        close(); // he has hung up, and the web server ends the request
      }
    }

    private void end() {
      try {
        events.complete();
      } catch (IllegalStateException e) {
        // He has hung up, and the web server has ended the request.
      }
      close();
    }

    private void close() {
      if (closed.compareAndSet(false, true)) {
        listeners.remove(this);
        decision.cancel(false);
        places.release();
      }
    }
  }
}
