package homework.arch.order.web;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import homework.arch.platform.web.Problems.ProblemException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OrderNewsTest extends NewsTest {

  @Test
  void aDecidedOrderIsAnsweredAtOnce() {
    known = order(OrderStatus.APPROVED);

    assertThat(news.await(ORDER, null, LONG)).isCompletedWithValue(known);
    assertThat(news.listeners()).isZero();
  }

  @Test
  void aPendingOrderIsAnsweredWhenItIsDecided() {
    CompletableFuture<OrderView> answer = news.await(ORDER, null, LONG);
    news.on(new OrderApproved(UUID.randomUUID(), USER, PRICE, NOW));
    assertThat(answer).isNotDone();
    news.on(rejected(RejectionReason.INSUFFICIENT_FUNDS));

    assertThat(answer)
        .succeedsWithin(Duration.ofSeconds(5))
        .isEqualTo(
            new OrderView(
                ORDER,
                USER,
                PRICE,
                null,
                OrderStatus.REJECTED,
                RejectionReason.INSUFFICIENT_FUNDS,
                YESTERDAY,
                YESTERDAY));
  }

  @Test
  void whenTheTimeIsOverAPendingOrderIsAnsweredAsItIs() {
    assertThat(news.await(ORDER, null, Duration.ZERO))
        .succeedsWithin(Duration.ofSeconds(5))
        .isEqualTo(known);
    // The thread that ends the time answers first, and forgets the listener then.
    await().untilAsserted(() -> assertThat(news.listeners()).isZero());
  }

  @Test
  void aDecisionWhoseNewsDidNotComeIsFoundWhenTheTimeIsOver() {
    CompletableFuture<OrderView> answer = news.await(ORDER, null, Duration.ofMillis(300));
    known = order(OrderStatus.APPROVED);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(known);
  }

  @Test
  void anUnknownOrderIsNotWaitedFor() {
    known = null;

    assertThat(news.await(ORDER, null, LONG))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ProblemException.class)
        .withMessageContaining("There is no order " + ORDER + ".");
    assertThat(news.listeners()).isZero();
  }

  @Test
  void whoHasHisAnswerListensNoMore() {
    CompletableFuture<OrderView> answer = news.await(ORDER, null, LONG);
    assertThat(news.listeners()).isOne();

    news.on(APPROVED);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
    assertThat(news.listeners()).isZero();
  }
}
