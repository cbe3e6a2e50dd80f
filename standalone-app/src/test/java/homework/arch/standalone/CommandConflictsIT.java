package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers and the saga on one account, and one call many times, all at the same moment. */
class CommandConflictsIT extends InOneJvm {

  private static final int DEPOSITS = 300;
  private static final int ORDERS = 100;
  private static final int REPEATS = 20;

  /** The saga debits a whole batch of orders at once, and each deposit may come in between. */
  @Test
  @Timeout(40)
  void aCallerWhoDepositsWithoutAPauseHoldsUpNoOrderOfTheAccount() {
    String userId = api().userWith("1000");
    CompletableFuture<Void> deposits =
        CompletableFuture.runAsync(
            () ->
                IntStream.range(0, DEPOSITS)
                    .forEach(i -> api().deposit(userId, "1.01").expect(201)));
    List<CompletableFuture<Api.Answer>> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      orders.add(api().postAsync("/orders", Api.orderOf(userId, "7.03"), "Prefer", "wait=20"));
    }

    assertThat(orders.stream().map(CompletableFuture::join))
        .allSatisfy(order -> assertThat(order.expect(201).id("status")).isEqualTo("APPROVED"));
    deposits.join();
    // 1000 + 300 * 1.01 - 100 * 7.03
    api().expectBalance(userId, "600.00");
    assertThat(total("/accounts/" + userId + "/operations")).isEqualTo(1 + DEPOSITS + ORDERS);
    api().eventually("/notifications?userId=" + userId, mails -> totalOf(mails) == ORDERS);
    expectThatTheAuditHolds();
  }

  @Test
  void aDepositRepeatedAtTheSameMomentIsOneDeposit() {
    String userId = api().userWith("1");
    repeated("/accounts/" + userId + "/deposits", Api.amount("10"));
    api().expectBalance(userId, "11");
    assertThat(total("/accounts/" + userId + "/operations")).isEqualTo(2);
  }

  @Test
  void aWithdrawalRepeatedAtTheSameMomentIsOneWithdrawal() {
    String userId = api().userWith("100");
    repeated("/accounts/" + userId + "/withdrawals", Api.amount("10"));
    api().expectBalance(userId, "90");
    assertThat(total("/accounts/" + userId + "/operations")).isEqualTo(2);
  }

  @Test
  void anOrderRepeatedAtTheSameMomentIsOneOrder() {
    String userId = api().userWith("100");
    String orderId = repeated("/orders", Api.orderOf(userId, "30")).id("orderId");
    assertThat(api().decidedOrder(orderId).id("status")).isEqualTo("APPROVED");
    api().mailAbout(orderId);
    api().expectBalance(userId, "70");
    assertThat(total("/orders?userId=" + userId)).isEqualTo(1);
    assertThat(total("/accounts/" + userId + "/operations")).isEqualTo(2);
  }

  /** All get the answer of the one that had an effect. */
  private Api.Answer repeated(String path, String body) {
    String key = UUID.randomUUID().toString();
    List<CompletableFuture<Api.Answer>> calls =
        Stream.generate(() -> api().postAsync(path, body, "Idempotency-Key", key))
            .limit(REPEATS)
            .toList();
    List<Api.Answer> answers = calls.stream().map(CompletableFuture::join).toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.get(0)));
    return answers.get(0).expect(201);
  }

  private int total(String path) {
    return totalOf(api().get(path).expect(200));
  }

  private static int totalOf(Api.Answer page) {
    return page.body().get("page").get("totalElements").asInt();
  }
}
