package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

/** The story of the homework, told over HTTP alone: it holds in every topology. */
final class OrderStory {

  private final Api api;

  OrderStory(Api api) {
    this.api = api;
  }

  /** What is left when the story is over, to be found again after a restart. */
  record Ending(String userId, String approvedOrderId, String rejectedOrderId) {}

  Ending play() {
    String email = "anna-" + UUID.randomUUID() + "@example.org";
    String userId = api.userWithAccount("Anna", email);
    api.expectBalance(userId, "0");

    assertThat(api.deposit(userId, "1000.50").expect(201).money("balance"))
        .isEqualByComparingTo("1000.50");

    Api.Answer covered = api.order(userId, "900.05", "Prefer", "wait=20").expect(201);
    assertThat(covered.id("status")).isEqualTo("APPROVED");
    assertThat(covered.applied()).isEqualTo("wait=20");
    String approvedId = covered.id("orderId");
    assertThat(covered.location()).isEqualTo("/orders/" + approvedId);
    api.expectBalance(userId, "100.45");
    assertThat(api.mailAbout(approvedId).get("kind").asString()).isEqualTo("ORDER_APPROVED");
    assertThat(api.mailAbout(approvedId).get("email").asString()).isEqualTo(email);

    Api.Answer tooDear = api.order(userId, "100.46", "Prefer", "wait=20").expect(201);
    assertThat(tooDear.id("status")).isEqualTo("REJECTED");
    assertThat(tooDear.id("rejectionReason")).isEqualTo("INSUFFICIENT_FUNDS");
    String rejectedId = tooDear.id("orderId");
    assertThat(api.mailAbout(rejectedId).get("kind").asString()).isEqualTo("ORDER_REJECTED");
    api.expectBalance(userId, "100.45");

    Ending ending = new Ending(userId, approvedId, rejectedId);
    expectAllIsThere(ending);
    return ending;
  }

  void expectAllIsThere(Ending ending) {
    assertThat(api.get("/orders/" + ending.approvedOrderId()).expect(200).id("status"))
        .isEqualTo("APPROVED");
    assertThat(api.get("/orders/" + ending.rejectedOrderId()).expect(200).id("status"))
        .isEqualTo("REJECTED");
    api.expectBalance(ending.userId(), "100.45");
    Api.Answer operations = api.get("/accounts/" + ending.userId() + "/operations").expect(200);
    assertThat(operations.body().get("content")).hasSize(2);
    assertThat(operations.body().get("content").get(0).get("kind").asString())
        .isEqualTo("ORDER_PAYMENT");
    assertThat(operations.body().get("content").get(1).get("kind").asString()).isEqualTo("DEPOSIT");
    Api.Answer mails = api.get("/notifications?userId=" + ending.userId()).expect(200);
    assertThat(mails.body().get("content")).hasSize(2);
  }

  /** An order of somebody who never registered. */
  void playWithoutUser() {
    String nobody = UUID.randomUUID().toString();
    Api.Answer order = api.order(nobody, "10", "Prefer", "wait=20").expect(201);
    assertThat(order.id("status")).isEqualTo("REJECTED");
    assertThat(order.id("rejectionReason")).isEqualTo("ACCOUNT_NOT_FOUND");
    assertThat(api.mailAbout(order.id("orderId")).get("email").isNull()).isTrue();
    assertThat(api.mailAbout(order.id("orderId")).get("status").asString()).isEqualTo("FAILED");
  }
}
