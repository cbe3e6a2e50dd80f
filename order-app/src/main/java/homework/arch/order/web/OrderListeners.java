package homework.arch.order.web;

import static homework.arch.platform.web.ProblemType.SERVICE_UNAVAILABLE;

import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Problems;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.AxonThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Tells those who listen to an order each of its states as it comes, up to the decision. None of
 * them holds a thread: {@link OrderNews} tells, and a few threads write for all.
 */
@Component
class OrderListeners {

  static final String LAST_EVENT_ID = "Last-Event-ID";

  /** How many lines one caller may have, so that nobody takes the places of all. */
  static final int MOST_OF_A_CALLER = 50;

  /** More than one, so that a line that is slow to take its few bytes holds up nobody else. */
  private static final int WRITERS = 4;

  private final OrderNews news;
  private final Semaphore places;
  private final Duration life;

  /** How many lines each caller has; of none whose name is not known. */
  private final Map<UUID, Integer> ofCallers = new ConcurrentHashMap<>();

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, new AxonThreadFactory("order-listeners"));

  private volatile boolean stopped;

  /**
   * @param most how many may listen in this process
   * @param life after how long a listener has to come again
   */
  OrderListeners(
      OrderNews news,
      @Value("${arch.max-listeners}") int most,
      @Value("${arch.listener-life}") Duration life) {
    this.news = news;
    this.places = new Semaphore(most);
    this.life = life;
  }

  /**
   * The stream of the order's states. It begins with the one that the order is in, unless the
   * listener has seen it; where he has seen the last one, there is no content.
   *
   * @param caller whose the order must be, if he sees only his own
   * @param seen the id of the last event that the listener got
   */
  CompletableFuture<ResponseEntity<SseEmitter>> listen(
      UUID orderId, Caller caller, @Nullable String seen) {
    UUID userId = caller.userId();
    if (stopped || !take(userId)) {
      throw Problems.exception(
          SERVICE_UNAVAILABLE, "No more listeners are taken at the moment. Please try again.");
    }
    return news.follow(orderId, caller.seesOnly())
        .whenComplete(
            (order, failure) -> {
              if (failure != null) {
                release(userId);
              }
            })
        .thenApply(followed -> answer(followed.order(), followed.next(), userId, seen));
  }

  private boolean take(@Nullable UUID userId) {
    if (userId != null && ofCallers.merge(userId, 1, Integer::sum) > MOST_OF_A_CALLER) {
      forget(userId);
      return false;
    }
    if (!places.tryAcquire()) {
      forget(userId);
      return false;
    }
    return true;
  }

  private void release(@Nullable UUID userId) {
    forget(userId);
    places.release();
  }

  private void forget(@Nullable UUID userId) {
    if (userId != null) {
      ofCallers.computeIfPresent(userId, (id, lines) -> lines == 1 ? null : lines - 1);
    }
  }

  /** All ends with {@code next}: the news, its time, a stop, and whoever hangs up, end that. */
  private ResponseEntity<SseEmitter> answer(
      OrderView order,
      CompletableFuture<OrderEvent> next,
      @Nullable UUID userId,
      @Nullable String seen) {
    boolean isDecided = order.status().isDecided();
    boolean isKnown = id(order.status()).equals(seen);
    SseEmitter line = new SseEmitter(0L); // it is ended by us
    Listener listener = new Listener(line, next, new AtomicBoolean());
    listeners.add(listener);
    var unused =
        next.orTimeout(life.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (event, over) -> {
                  listeners.remove(listener);
                  release(userId);
                });
    if (isDecided && isKnown) {
      next.cancel(false);
      return ResponseEntity.noContent().build();
    }
    line.onCompletion(() -> next.cancel(false));
    listener.write(isKnown ? nothing() : state(order)); // so that the headers go out as well
    var unusedToo =
        next.whenCompleteAsync(
            (event, over) -> listener.end(isDecided || event == null ? null : order.after(event)),
            writers);
    if (isDecided || stopped) {
      next.cancel(false);
    }
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no") // nginx passes it on as it comes
        .body(line);
  }

  /** So that nobody on the way thinks a line dead, and one that is dead is noticed. */
  @Scheduled(fixedRateString = "${arch.listener-heartbeat}")
  void keepAlive() {
    for (Listener listener : listeners) {
      if (listener.isBeingKept.compareAndSet(false, true)) {
        writers.execute(
            () -> {
              listener.write(nothing());
              listener.isBeingKept.set(false);
            });
      }
    }
  }

  /** Before the web server begins to wait for its last requests: these would not end. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopped = true;
    listeners.forEach(listener -> listener.next.cancel(false));
  }

  @PreDestroy
  void end() {
    writers.shutdown();
  }

  private record Listener(
      SseEmitter line, CompletableFuture<OrderEvent> next, AtomicBoolean isBeingKept) {

    void write(SseEventBuilder event) {
      try {
        line.send(event);
      } catch (IOException | IllegalStateException e) {
        next.cancel(false); // he has hung up, and the web server ends the request
      }
    }

    /**
     * @param decided the order when it is decided; without that the listener will come again
     */
    void end(@Nullable OrderView decided) {
      if (decided != null) {
        write(state(decided));
      }
      try {
        line.complete();
      } catch (IllegalStateException e) {
        // He has hung up, and the web server has ended the request.
      }
    }
  }

  private static SseEventBuilder state(OrderView order) {
    return SseEmitter.event()
        .id(id(order.status()))
        .name("order")
        .data(order, MediaType.APPLICATION_JSON);
  }

  /** The id of the event that tells of this state. */
  private static String id(OrderStatus status) {
    return switch (status) {
      case PENDING -> "0";
      case APPROVED, REJECTED -> "1";
      case CANCELLED -> "2";
    };
  }

  private static SseEventBuilder nothing() {
    return SseEmitter.event().comment("");
  }
}
