package homework.arch.order.web;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.testing.Vocabulary.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import homework.arch.api.order.OrderStatus;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Problems.ProblemException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What is said on the line is seen in ListenersIT. */
class OrderListenersTest extends NewsTest {

  private static final int MOST = 2;
  private static final Caller ANYBODY = new Caller(null, true);

  private OrderListeners listeners = listeners(Duration.ofMinutes(10));

  private OrderListeners listeners(Duration life) {
    return listeners(MOST, life);
  }

  private OrderListeners listeners(int most, Duration life) {
    return new OrderListeners(news, most, life);
  }

  @AfterEach
  void stop() {
    listeners.stop();
    listeners.end();
  }

  private ResponseEntity<SseEmitter> listen(@Nullable String seen) {
    return listeners.listen(ORDER, ANYBODY, seen).join();
  }

  @Test
  void theStreamIsNeitherKeptNorHeldUpOnTheWay() {
    ResponseEntity<SseEmitter> answer = listen(null);

    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.TEXT_EVENT_STREAM);
    assertThat(answer.getHeaders().getFirst("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.getHeaders().getFirst("X-Accel-Buffering")).isEqualTo("no");
  }

  @Test
  void whoHasHeardTheDecisionListensNoMore() {
    listen(null);
    listen("0");
    assertThat(news.listeners()).isEqualTo(2);

    news.on(APPROVED);

    await().untilAsserted(() -> assertThat(news.listeners()).isZero());
    await()
        .ignoreExceptions() // until a place is free
        .untilAsserted(() -> assertThat(listen(null).getStatusCode().value()).isEqualTo(200));
  }

  @ParameterizedTest
  @CsvSource({
    "APPROVED,  1,   204",
    "REJECTED,  1,   204",
    "CANCELLED, 2,   204",
    "APPROVED,  ,    200",
    "APPROVED,  0,   200",
    "CANCELLED, 1,   200",
    "APPROVED,  one, 200",
  })
  void whoHasSeenTheLastStateIsToldToStop(OrderStatus status, @Nullable String seen, int expected) {
    known = order(status);

    for (int i = 0; i <= MOST; i++) { // nobody keeps a place
      assertThat(listen(seen).getStatusCode().value()).isEqualTo(expected);
    }
    assertThat(news.listeners()).isZero();
  }

  @Test
  void anOrderThatIsNotThereIsNotListenedTo() {
    known = null;

    for (int i = 0; i <= MOST; i++) {
      CompletableFuture<ResponseEntity<SseEmitter>> answer = listeners.listen(ORDER, ANYBODY, null);
      assertThat(answer)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableThat()
          .withCauseInstanceOf(ProblemException.class)
          .withMessageContaining("There is no order " + ORDER + ".");
    }
    assertThat(news.listeners()).isZero();
  }

  @Test
  void thereIsABoundToHowManyListen() {
    listen(null);
    listen(null);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> listeners.listen(ORDER, ANYBODY, null))
        .withMessage("No more listeners are taken at the moment. Please try again.");

    news.on(APPROVED);
    await().untilAsserted(() -> assertThat(news.listeners()).isZero());
    await()
        .ignoreExceptions() // until a place is free
        .untilAsserted(() -> assertThat(listen(null).getStatusCode().value()).isEqualTo(200));
  }

  @Test
  void oneCallerLeavesPlacesForOthers() {
    stop();
    listeners = listeners(1_000, Duration.ofMinutes(10));
    Caller one = new Caller(UUID.randomUUID(), true);
    for (int i = 0; i < OrderListeners.MOST_OF_A_CALLER; i++) {
      listeners.listen(ORDER, one, null).join();
    }

    for (int i = 0; i < 2; i++) { // who is refused takes none
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> listeners.listen(ORDER, one, null))
          .withMessage("No more listeners are taken at the moment. Please try again.");
    }
    listeners.listen(ORDER, new Caller(UUID.randomUUID(), true), null).join();
    for (int i = 0; i <= OrderListeners.MOST_OF_A_CALLER; i++) {
      listen(null);
    }

    news.on(APPROVED);
    await()
        .ignoreExceptions() // until a place is free
        .untilAsserted(
            () ->
                assertThat(listeners.listen(ORDER, one, null).join().getStatusCode().value())
                    .isEqualTo(200));
  }

  @Test
  void aListenerHasToComeAgainAfterAWhile() {
    stop();
    listeners = listeners(Duration.ofMillis(100));

    listen(null);

    await().untilAsserted(() -> assertThat(news.listeners()).isZero());
  }

  @Test
  void nobodyListensToAProcessThatIsStopped() {
    listen(null);

    listeners.stop();

    await().untilAsserted(() -> assertThat(news.listeners()).isZero());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> listeners.listen(ORDER, ANYBODY, null));
  }
}
