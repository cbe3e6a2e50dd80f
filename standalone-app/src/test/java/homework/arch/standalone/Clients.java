package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers who want the most different things at once, and ask again with the same idempotency key
 * until they are answered: orders that are covered, too dear, of nobody, sent twice, cancelled;
 * money in and out.
 */
final class Clients {

  private static final int CLIENTS = 4;
  private static final int KINDS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(20);
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(200);

  /** How many of the answers are asked for once more at the end. */
  private static final int SAMPLE = 60;

  private final Api api;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS * 2);
  private final List<Request> answered = Collections.synchronizedList(new ArrayList<>());
  private final List<String> orders = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger repeats = new AtomicInteger();
  private final AtomicLong longestWait = new AtomicLong();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean stopped;

  private record Request(String path, String body, String key, Api.Answer answer) {}

  /**
   * What came of it.
   *
   * @param repeats how often somebody had to ask again
   */
  record Result(int requests, int repeats, int orders, Duration longestWait) {}

  Clients(Api api) {
    this.api = api;
  }

  Clients start() {
    for (int client = 0; client < CLIENTS; client++) {
      String userId = api.userWith("5000");
      running.add(threads.submit(() -> ask(userId)));
    }
    return this;
  }

  /** Ends when all are answered, and all that they ordered is decided. */
  Result stop() throws Exception {
    stopped = true;
    for (Future<?> client : running) {
      client.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(answered).hasSizeGreaterThan(KINDS);
    for (String orderId : List.copyOf(orders)) {
      decided(orderId);
    }
    expectTheSameAnswersAgain();
    return new Result(
        answered.size(), repeats.get(), orders.size(), Duration.ofMillis(longestWait.get()));
  }

  private void expectTheSameAnswersAgain() {
    int step = Math.max(1, answered.size() / SAMPLE);
    for (int i = 0; i < answered.size(); i += step) {
      Request first = answered.get(i);
      Api.Answer again = untilAnswered(first.path(), first.body(), first.key());
      assertThat(again.status()).as(first.path()).isEqualTo(first.answer().status());
      assertThat(again.text()).as(first.path()).isEqualTo(first.answer().text());
      assertThat(again.location()).as(first.path()).isEqualTo(first.answer().location());
    }
  }

  private void ask(String userId) {
    for (int i = 0; !stopped; i++) {
      switch (i % KINDS) {
        case 0 -> post("/accounts/" + userId + "/deposits", Api.amount("30.01"));
        case 1, 2 -> order(userId, "10.01");
        case 3 -> order(userId, "900000000");
        case 4 -> order(UUID.randomUUID().toString(), "1");
        case 5 -> twiceAtOnce(Api.orderOf(userId, "3.33"));
        case 6 -> cancel(order(userId, "7"));
        default -> post("/accounts/" + userId + "/withdrawals", Api.amount("0.01"));
      }
      pause(BETWEEN_REQUESTS);
    }
  }

  private String order(String userId, String price) {
    return ordered(post("/orders", Api.orderOf(userId, price)));
  }

  private String ordered(Api.Answer answer) {
    String orderId = answer.expect(201).id("orderId");
    orders.add(orderId);
    return orderId;
  }

  private void twiceAtOnce(String order) {
    String key = UUID.randomUUID().toString();
    Future<Api.Answer> one = threads.submit(() -> untilAnswered("/orders", order, key));
    Api.Answer other = untilAnswered("/orders", order, key);
    try {
      assertThat(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo(other.text());
    } catch (Exception e) {
      throw new AssertionError("the second of two was not answered", e);
    }
    answered.add(new Request("/orders", order, key, other));
    ordered(other);
  }

  private void cancel(String orderId) {
    if (decided(orderId).equals("APPROVED")) {
      Api.Answer answer = post("/orders/" + orderId + "/cancellation", "{}");
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }
  }

  /** The order's status when it is decided, however often the services are away meanwhile. */
  private String decided(String orderId) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Api.Answer order = api.get("/orders/" + orderId);
        if (order.status() == 200 && !order.id("status").equals("PENDING")) {
          return order.id("status");
        }
      } catch (UncheckedIOException e) {
        // It is away; so it is asked again.
      }
      assertThat(System.nanoTime()).as("order %s hangs", orderId).isLessThan(end);
      pause(BEFORE_ASKING_AGAIN);
    }
  }

  private Api.Answer post(String path, String body) {
    String key = UUID.randomUUID().toString();
    Api.Answer answer = untilAnswered(path, body, key);
    answered.add(new Request(path, body, key, answer));
    return answer;
  }

  private Api.Answer untilAnswered(String path, String body, String key) {
    long begin = System.nanoTime();
    while (true) {
      try {
        Api.Answer answer = api.post(path, body, "Idempotency-Key", key);
        if (answer.status() < 500) {
          longestWait.accumulateAndGet(
              Duration.ofNanos(System.nanoTime() - begin).toMillis(), Math::max);
          return answer;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.retryAfter()).isNotEmpty();
      } catch (UncheckedIOException e) {
        // The connection broke: nobody knows whether it was done, so it is asked again.
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(path).isLessThan(PATIENCE);
      repeats.incrementAndGet();
      pause(BEFORE_ASKING_AGAIN);
    }
  }

  private static void pause(Duration duration) {
    try {
      TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
