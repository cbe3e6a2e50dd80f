package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What holds in every topology when requests arrive at the same moment; often enough to mean
 * something.
 */
interface AtOnceCases {

  int ROUNDS = 30;

  Api api();

  @RepeatedTest(ROUNDS)
  default void twoWithdrawalsNeverOverdraw() {
    String userId = api().userWith("100");
    String path = "/accounts/" + userId + "/withdrawals";
    List<Api.Answer> answers =
        both(api().postAsync(path, Api.amount("60")), api().postAsync(path, Api.amount("60")));
    assertThat(statuses(answers)).containsExactly(201, 422);
    api().expectBalance(userId, "40");
  }

  @RepeatedTest(ROUNDS)
  default void twoRegistrationsWithOneEmailGiveOneUser() {
    String name = "twin-" + UUID.randomUUID();
    List<Api.Answer> answers =
        both(
            api().postAsync("/users", user(name + "@example.org")),
            api().postAsync("/users", user(name.toUpperCase(Locale.ROOT) + "@Example.org")));
    assertThat(statuses(answers)).containsExactly(201, 409);
    assertThat(answers.stream().filter(a -> a.status() == 409).findFirst().orElseThrow().id("type"))
        .isEqualTo("urn:problem:email-taken");
  }

  @RepeatedTest(ROUNDS)
  default void twoSpellingsOfOneMailboxGiveOneUser() {
    String name = "twin-" + UUID.randomUUID();
    List<Api.Answer> answers =
        both(
            api().postAsync("/users", user(name + "@пример.рф")),
            api().postAsync("/users", user(name + "@xn--e1afmkfd.xn--p1ai")));
    assertThat(statuses(answers)).containsExactly(201, 409);
    api().post("/users", user(name + "@ПРИМЕР.рф")).expect(409);
  }

  @RepeatedTest(ROUNDS)
  default void twoOrdersWithOneKeyAreOneOrder() {
    String userId = api().userWith("100");
    String order = Api.orderOf(userId, "30");
    List<Api.Answer> answers = bothWithOneKey("/orders", order, order);
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    assertThat(answers.get(0).status()).isEqualTo(201);
    api().decidedOrder(answers.get(0).id("orderId"));
    api().expectBalance(userId, "70");
    assertThat(
            api().get("/orders?userId=" + userId).body().get("page").get("totalElements").asInt())
        .isEqualTo(1);
  }

  @RepeatedTest(ROUNDS)
  default void twoDepositsWithOneKeyAreOneDeposit() {
    String userId = api().userWith("1");
    List<Api.Answer> answers =
        bothWithOneKey("/accounts/" + userId + "/deposits", Api.amount("10"), Api.amount("10.00"));
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    api().expectBalance(userId, "11");
  }

  @RepeatedTest(ROUNDS)
  default void oneKeyWithTwoBodiesIsOneDepositAndOneRefusal() {
    String userId = api().userWith("1");
    List<Api.Answer> answers =
        bothWithOneKey("/accounts/" + userId + "/deposits", Api.amount("10"), Api.amount("20"));
    assertThat(statuses(answers)).containsExactly(201, 422);
    api().expectBalance(userId, answers.get(0).status() == 201 ? "11" : "21");
  }

  @RepeatedTest(ROUNDS)
  default void aWithdrawalAndItsRepeatGetTheSameAnswerWhateverComesBetween() {
    String userId = api().userWith("5");
    String path = "/accounts/" + userId + "/withdrawals";
    String key = UUID.randomUUID().toString();
    CompletableFuture<Api.Answer> first =
        api().postAsync(path, Api.amount("10"), "Idempotency-Key", key);
    CompletableFuture<Api.Answer> deposit =
        api().postAsync("/accounts/" + userId + "/deposits", Api.amount("10"));
    CompletableFuture<Api.Answer> second =
        api().postAsync(path, Api.amount("10"), "Idempotency-Key", key);
    assertThat(deposit.join().status()).isEqualTo(201);
    assertThat(first.join()).isEqualTo(second.join());
    api().expectBalance(userId, first.join().status() == 201 ? "5" : "15");
  }

  @Test
  default void ordersDepositsAndWithdrawalsOfOneAccountAddUp() {
    String userId = api().userWith("1000");
    List<CompletableFuture<Api.Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(api().postAsync("/orders", Api.orderOf(userId, "7.01"), "Prefer", "wait=30"));
      calls.add(api().postAsync("/accounts/" + userId + "/deposits", Api.amount("3.02")));
      calls.add(api().postAsync("/accounts/" + userId + "/withdrawals", Api.amount("2.03")));
    }
    List<Api.Answer> answers = calls.stream().map(CompletableFuture::join).toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
    assertThat(answers.stream().filter(answer -> answer.body().has("status")))
        .allSatisfy(order -> assertThat(order.id("status")).isEqualTo("APPROVED"));
    api().expectBalance(userId, "398.00");
    assertThat(
            api()
                .get("/accounts/" + userId + "/operations")
                .body()
                .get("page")
                .get("totalElements")
                .asInt())
        .isEqualTo(301);
  }

  private static String user(String email) {
    return "{\"name\":\"Twin\",\"email\":\"%s\"}".formatted(email);
  }

  private List<Api.Answer> bothWithOneKey(String path, String one, String other) {
    String key = UUID.randomUUID().toString();
    return both(
        api().postAsync(path, one, "Idempotency-Key", key),
        api().postAsync(path, other, "Idempotency-Key", key));
  }

  private static List<Api.Answer> both(
      CompletableFuture<Api.Answer> one, CompletableFuture<Api.Answer> other) {
    return List.of(one.join(), other.join());
  }

  private static List<Integer> statuses(List<Api.Answer> answers) {
    return answers.stream().map(Api.Answer::status).sorted().toList();
  }
}
