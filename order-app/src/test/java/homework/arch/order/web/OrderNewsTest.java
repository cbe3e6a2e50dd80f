package homework.arch.order.web;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.RejectionReason;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.web.Problems.ProblemException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderNewsTest {

  private static final UUID ANOTHER = UUID.fromString("0f000000-0000-4000-8000-000000000000");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final SimpleQueryBus bus = SimpleQueryBus.builder().build();
  private final QueryGateway queries = DefaultQueryGateway.builder().queryBus(bus).build();
  private final OrderNews news = new OrderNews(new Answers(queries, LONG), Runnable::run);

  private @Nullable OrderView known;

  private static OrderView order(UUID id, OrderStatus status) {
    return new OrderView(id, UUID.randomUUID(), rub(100), null, status, null, NOW, null);
  }

  @BeforeEach
  void theProjectionAnswers() {
    bus.subscribe(FindOrder.class.getName(), OrderView.class, query -> known);
  }

  private static OrderApproved approved(UUID id) {
    return new OrderApproved(id, UUID.randomUUID(), rub(100), NOW.plusSeconds(1));
  }

  @Test
  void aDecidedOrderIsAnsweredAtOnce() {
    known = order(ORDER, OrderStatus.APPROVED);

    assertThat(news.await(ORDER, LONG)).isCompletedWithValue(known);
    assertThat(news.listeners()).isZero();
  }

  @Test
  void aPendingOrderIsAnsweredWhenItIsDecided() {
    known = order(ORDER, OrderStatus.PENDING);
    OrderRejected rejected =
        new OrderRejected(
            ORDER,
            UUID.randomUUID(),
            rub(100),
            RejectionReason.INSUFFICIENT_FUNDS,
            NOW.plusSeconds(1));

    CompletableFuture<OrderView> answer = news.await(ORDER, LONG);
    news.on(approved(ANOTHER));
    assertThat(answer).isNotDone();
    news.on(rejected);

    assertThat(answer)
        .succeedsWithin(Duration.ofSeconds(5))
        .isEqualTo(
            new OrderView(
                ORDER,
                known.userId(),
                rub(100),
                null,
                OrderStatus.REJECTED,
                RejectionReason.INSUFFICIENT_FUNDS,
                NOW,
                NOW.plusSeconds(1)));
  }

  @Test
  void whenTheTimeIsOverAPendingOrderIsAnsweredAsItIs() {
    known = order(ORDER, OrderStatus.PENDING);

    assertThat(news.await(ORDER, Duration.ZERO))
        .succeedsWithin(Duration.ofSeconds(5))
        .isEqualTo(known);
  }

  @Test
  void aDecisionWhoseNewsDidNotComeIsFoundWhenTheTimeIsOver() {
    known = order(ORDER, OrderStatus.PENDING);
    CompletableFuture<OrderView> answer = news.await(ORDER, Duration.ofMillis(300));
    known = order(ORDER, OrderStatus.APPROVED);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(known);
  }

  @Test
  void anUnknownOrderIsNotWaitedFor() {
    known = null;

    assertThat(news.await(ORDER, LONG))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ProblemException.class)
        .withMessageContaining("There is no order " + ORDER + ".");
    assertThat(news.listeners()).isZero();
  }

  @Test
  void whoHasHisAnswerListensNoMore() {
    known = order(ORDER, OrderStatus.PENDING);
    CompletableFuture<OrderView> answer = news.await(ORDER, LONG);
    assertThat(news.listeners()).isOne();

    news.on(approved(ORDER));

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
    assertThat(news.listeners()).isZero();
  }
}
