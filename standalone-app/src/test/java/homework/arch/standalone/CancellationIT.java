package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import homework.arch.order.process.OrderSaga;
import homework.arch.order.projection.OrderProjection;
import homework.arch.order.projection.TimelineProjection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An approved order is taken back once, and what happened to it can be read. */
class CancellationIT extends InOneJvm {

  @Test
  void theMoneyComesBackAMailSaysSoAndTheTimelineTellsItAll() {
    String userId = api().userWith("1000.50");
    String orderId = approvedOrder(userId, "900.05");
    api().expectBalance(userId, "100.45");
    timeline(orderId, 4);

    Api.Answer cancelled = cancel(orderId).expect(202);

    assertThat(cancelled.id("status")).isEqualTo("CANCELLED");
    assertThat(cancelled.money("price")).isEqualByComparingTo("900.05");
    assertThat(api().get("/orders/" + orderId).body()).isEqualTo(cancelled.body());
    cancel(orderId).expect(409);
    expectMoneyBackOnce(userId, orderId, "1000.50");
    List<JsonNode> timeline = timeline(orderId, 7);
    assertThat(timeline.subList(0, 5))
        .extracting(
            entry -> entry.get("service").asString(),
            entry -> entry.get("event").asString(),
            entry -> entry.get("detail").asString())
        .containsExactly(
            tuple("order-app", "OrderPlaced", "The order was placed for 900.05 RUB."),
            tuple(
                "billing-app",
                "AccountDebited",
                "900.05 RUB was taken from the account; 100.45 RUB is left."),
            tuple("order-app", "OrderApproved", "The order was approved."),
            tuple(
                "notification-app",
                "NotificationSent",
                "The mail “Your order is paid” was stored for the user."),
            tuple(
                "order-app",
                "OrderCancelled",
                "The order was cancelled; 900.05 RUB goes back to the account."));
    // The refund and the second mail are on their way at the same time.
    assertThat(timeline.subList(5, 7))
        .extracting(
            entry -> entry.get("service").asString(),
            entry -> entry.get("event").asString(),
            entry -> entry.get("detail").asString())
        .containsExactlyInAnyOrder(
            tuple(
                "billing-app",
                "PaymentRefunded",
                "900.05 RUB went back to the account, which holds 1000.50 RUB now."),
            tuple(
                "notification-app",
                "NotificationSent",
                "The mail “Your order is cancelled” was stored for the user."));
    assertThat(timeline.get(0).get("at")).isEqualTo(cancelled.body().get("placedAt"));
    assertThat(timeline.get(4).get("at")).isEqualTo(cancelled.body().get("decidedAt"));
  }

  @RepeatedTest(10)
  void ofManyCancellationsAtOnceOneSucceeds() {
    String userId = api().userWith("100");
    String orderId = approvedOrder(userId, "60");

    List<Api.Answer> answers = manyCancellations(orderId);

    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 202)
        .hasSize(19)
        .allSatisfy(
            answer ->
                assertThat(answer.expect(409).id("type"))
                    .isEqualTo("urn:problem:order-not-approved"));
    expectMoneyBackOnce(userId, orderId, "100");
  }

  @RepeatedTest(10)
  void manyCancellationsWithOneKeyAreOneCancellation() {
    String userId = api().userWith("100");
    String orderId = approvedOrder(userId, "60");

    List<Api.Answer> answers = manyCancellations(orderId, "Idempotency-Key", "once");

    assertThat(answers).allMatch(answer -> answer.expect(202).equals(answers.get(0)));
    assertThat(api().post(path(orderId), "", "Idempotency-Key", "once")).isEqualTo(answers.get(0));
    cancel(orderId).expect(409);
    expectMoneyBackOnce(userId, orderId, "100");
  }

  @Test
  void aCancellationThatCameTooEarlyMayComeAgainWithItsKey() {
    String userId = api().userWith("100");
    EventProcessor saga = processor(OrderSaga.PROCESSOR);
    saga.shutDown();
    String orderId;
    try {
      orderId = api().order(userId, "60").expect(201).id("orderId");
      cancel(orderId, "Idempotency-Key", "early").expect(409);
    } finally {
      saga.start();
    }
    assertThat(api().decidedOrder(orderId).id("status")).isEqualTo("APPROVED");

    Api.Answer first = cancel(orderId, "Idempotency-Key", "early").expect(202);
    assertThat(cancel(orderId, "Idempotency-Key", "early")).isEqualTo(first);
    expectMoneyBackOnce(userId, orderId, "100");
  }

  @Test
  void aRejectedOrderIsNotCancelledAndItsTimelineSaysWhy() {
    String userId = api().userWith("1");
    String orderId = api().order(userId, "60", "Prefer", "wait=20").expect(201).id("orderId");

    assertThat(cancel(orderId).expect(409).id("detail"))
        .isEqualTo("Only an approved order can be cancelled; this one is REJECTED.");
    assertThat(timeline(orderId, 4))
        .extracting(entry -> entry.get("event").asString())
        .containsExactly("OrderPlaced", "DebitRejected", "OrderRejected", "NotificationSent");
    api().expectBalance(userId, "1");
  }

  @Test
  void anOrderThatIsNotThereIsNotFound() {
    String nowhere = UUID.randomUUID().toString();
    assertThat(cancel(nowhere).expect(404).id("detail"))
        .isEqualTo("There is no order %s.".formatted(nowhere));
    api().get("/orders/" + nowhere + "/timeline").expect(404);
  }

  @Test
  void whatTheTablesDoNotHaveYetIsAnsweredAllTheSame() {
    String userId = api().userWith("100");
    String orderId = approvedOrder(userId, "60");
    api().eventually("/orders?userId=" + userId, orders -> orders.text().contains("APPROVED"));
    EventProcessor orders = processor(OrderProjection.PROCESSOR);
    EventProcessor timelines = processor(TimelineProjection.PROCESSOR);
    orders.shutDown();
    timelines.shutDown();
    try {
      cancel(orderId).expect(202);
      assertThat(api().get("/orders/" + orderId).id("status")).isEqualTo("CANCELLED");
      String next = api().order(userId, "1", "Prefer", "wait=20").expect(201).id("orderId");
      assertThat(timeline(next, 1).get(0).get("event").asString()).isEqualTo("OrderPlaced");
    } finally {
      orders.start();
      timelines.start();
    }
  }

  private static String path(String orderId) {
    return "/orders/" + orderId + "/cancellation";
  }

  private Api.Answer cancel(String orderId, String... headers) {
    return api().post(path(orderId), "{}", headers);
  }

  private List<Api.Answer> manyCancellations(String orderId, String... headers) {
    Api api = api();
    return IntStream.range(0, 20)
        .mapToObj(i -> api.postAsync(path(orderId), "{}", headers))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private String approvedOrder(String userId, String price) {
    Api.Answer order = api().order(userId, price, "Prefer", "wait=20").expect(201);
    assertThat(order.id("status")).isEqualTo("APPROVED");
    return order.id("orderId");
  }

  private List<JsonNode> timeline(String orderId, int length) {
    return api()
        .eventually("/orders/" + orderId + "/timeline", all -> all.body().size() == length)
        .body()
        .valueStream()
        .toList();
  }

  /** Both mails have come and all money is back, so nothing more is to come. */
  private void expectMoneyBackOnce(String userId, String orderId, String balance) {
    List<JsonNode> mails =
        api()
            .eventually(
                "/notifications?orderId=" + orderId, page -> page.body().get("content").size() == 2)
            .body()
            .get("content")
            .valueStream()
            .toList();
    assertThat(mails)
        .extracting(mail -> mail.get("kind").asString())
        .containsExactlyInAnyOrder("ORDER_APPROVED", "ORDER_CANCELLED");
    api().expectBalance(userId, balance);
    assertThat(
            api()
                .eventually(
                    "/accounts/" + userId + "/operations",
                    page -> page.body().get("content").size() == 3)
                .body()
                .get("content")
                .valueStream())
        .extracting(operation -> operation.get("kind").asString())
        .containsExactly("ORDER_REFUND", "ORDER_PAYMENT", "DEPOSIT");
  }
}
