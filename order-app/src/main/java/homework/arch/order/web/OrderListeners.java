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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
  private final int most;
  private final Duration life;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, new AxonThreadFactory("order-listeners"));

  private boolean stopped;

  /**
   * @param most how many may listen in this process
   * @param life after how long a listener has to come again
   */
  OrderListeners(
      OrderNews news,
      @Value("${arch.max-listeners}") int most,
      @Value("${arch.listener-life}") Duration life) {
    this.news = news;
    this.most = most;
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
    Listener listener =
        new Listener(caller.userId(), new SseEmitter(0L), new CompletableFuture<>());
    if (!take(listener)) {
      throw Problems.exception(
          SERVICE_UNAVAILABLE, "No more listeners are taken at the moment. Please try again.");
    }
    var unused =
        listener
            .decision
            .orTimeout(life.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((event, over) -> listeners.remove(listener));
    return news.follow(orderId, caller.seesOnly(), listener.decision)
        .thenApply(order -> answer(order, listener, seen));
  }

  private synchronized boolean take(Listener listener) {
    return !stopped
        && listeners.size() < most
        && (listener.userId == null || linesOf(listener.userId) < MOST_OF_A_CALLER)
        && listeners.add(listener);
  }

  private long linesOf(UUID userId) {
    return listeners.stream().filter(other -> userId.equals(other.userId)).count();
  }

  private ResponseEntity<SseEmitter> answer(
      OrderView order, Listener listener, @Nullable String seen) {
    boolean isDecided = order.status().isDecided();
    boolean isKnown = id(order.status()).equals(seen);
    if (isDecided && isKnown) {
      return ResponseEntity.noContent().build();
    }
    listener.line.onCompletion(() -> listener.decision.cancel(false));
    listener.write(isKnown ? nothing() : state(order)); // so that the headers go out as well
    var unused =
        listener.decision.whenCompleteAsync(
            (event, over) -> listener.end(isDecided || event == null ? null : order.after(event)),
            writers);
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no") // nginx passes it on as it comes
        .body(listener.line);
  }

  /** So that nobody on the way thinks a line dead, and one that is dead is noticed. */
  @Scheduled(fixedRateString = "${arch.listener-heartbeat}")
  void keepAlive() {
    listeners.forEach(listener -> writers.execute(() -> listener.write(nothing())));
  }

  /** Before the web server begins to wait for its last requests: these would not end. */
  @EventListener(ContextClosedEvent.class)
  synchronized void stop() {
    stopped = true;
    listeners.forEach(listener -> listener.decision.cancel(false));
  }

  @PreDestroy
  void end() {
    writers.shutdown();
  }

  /**
   * @param userId null if the caller is not known
   * @param line without a time of its own
   * @param decision ends it all: the news, its time, a stop, and whoever hangs up, end that
   */
  private record Listener(
      @Nullable UUID userId, SseEmitter line, CompletableFuture<OrderEvent> decision) {

    void write(SseEventBuilder event) {
      try {
        line.send(event);
      } catch (IOException | IllegalStateException e) {
        decision.cancel(false); // he has hung up, and the web server ends the request
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
