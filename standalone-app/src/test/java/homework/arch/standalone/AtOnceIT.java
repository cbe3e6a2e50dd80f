package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.order.process.OrderSaga;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.Test;

class AtOnceIT extends InOneJvm implements AtOnceCases {

  /** More callers than the web server has threads: if each held one, nobody else would be heard. */
  @Test
  void manyCallersWaitWithoutHoldingAThreadEach() {
    int callers = 250;
    String userId = api().userWith("1000");
    EventProcessor saga = processor(OrderSaga.PROCESSOR);
    saga.shutDown();
    List<CompletableFuture<Api.Answer>> waiting;
    try {
      waiting =
          IntStream.range(0, callers)
              .mapToObj(
                  i -> api().postAsync("/orders", Api.orderOf(userId, "1"), "Prefer", "wait=30"))
              .toList();
      api()
          .eventually(
              "/orders?userId=" + userId,
              orders -> orders.body().get("page").get("totalElements").asInt() == callers);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    } finally {
      saga.start();
    }
    assertThat(waiting.stream().map(CompletableFuture::join))
        .allSatisfy(order -> assertThat(order.id("status")).isEqualTo("APPROVED"));
    api().expectBalance(userId, "750");
  }
}
