package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is sent, the answer is one that the document has: no fault of ours, nothing of the
 * inside, and the money is right afterwards.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadRequestsIT extends InOneJvm {

  private static final long SEED = 20_261_122;
  private static final int AT_LEAST = 2_000;
  private static final int CALLERS = 4;
  private static final int FAILURES_SHOWN = 20;

  @LocalManagementPort private int managementPort;
  @Autowired private JdbcClient jdbc;

  private ApiDocument document;

  @BeforeEach
  void readDocument() {
    document = new ApiDocument(api().get("/v3/api-docs").expect(200).body());
  }

  @Test
  @SuppressWarnings("SystemOut") // who wants to repeat it needs the seed
  void everyAnswerIsADocumentedOne(CapturedOutput output) throws Exception {
    String userId = api().userWith("1000000");
    String orderId = api().order(userId, "10", "Prefer", "wait=20").expect(201).id("orderId");
    List<BadRequest> requests =
        new BadRequests(document, Map.of("userId", userId, "orderId", orderId), SEED).all();
    System.out.printf("%d requests, made with the seed %d%n", requests.size(), SEED);
    assertThat(requests).hasSizeGreaterThanOrEqualTo(AT_LEAST);

    AnswerJudge judge = new AnswerJudge(document);
    List<String> failures = new ArrayList<>();
    Map<Integer, Integer> answers = new TreeMap<>();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<RawHttp.Answer>> sent = new ArrayList<>();
      for (BadRequest request : requests) {
        sent.add(callers.submit(() -> RawHttp.exchange(port(), request)));
      }
      for (int i = 0; i < requests.size(); i++) {
        RawHttp.Answer answer = sent.get(i).get();
        answers.merge(answer.status(), 1, Integer::sum);
        for (String problem : judge.problems(requests.get(i), answer)) {
          failures.add(problem + "\n  " + requests.get(i) + "\n  got " + shown(answer));
        }
      }
    } finally {
      callers.shutdownNow();
    }
    System.out.printf("Answers by their status: %s%n", answers);
    assertThat(failures.stream().limit(FAILURES_SHOWN))
        .as(
            "%d of %d answers are wrong, made with the seed %d",
            failures.size(), requests.size(), SEED)
        .isEmpty();
    assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
    theMoneyIsRight();
    theAuditHolds();
  }

  private void theAuditHolds() {
    Api operator = new Api(() -> URI.create("http://127.0.0.1:" + managementPort));
    Api.Answer audit = operator.get("/actuator/audit").expect(200);
    assertThat(audit.body().get("holds").asBoolean()).as(audit.text()).isTrue();
  }

  private static String shown(RawHttp.Answer answer) {
    String text = answer.head() + "\n" + new String(answer.body(), UTF_8);
    return text.substring(0, Math.min(text.length(), 700));
  }

  /** No balance is below zero, and each is what its operations add up to. */
  private void theMoneyIsRight() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(
                      jdbc.sql("select count(*) from orders.order_view where status = 'PENDING'")
                          .query(Integer.class)
                          .single())
                  .isZero();
              assertThat(
                      jdbc.sql(
                              """
                              select user_id from billing.account_view account
                              where balance < 0 or balance <>
                                (select coalesce(sum(case
                                    when kind in ('DEPOSIT', 'ORDER_REFUND') then amount
                                    else -amount end), 0)
                                 from billing.operation_view operation
                                 where operation.user_id = account.user_id)""")
                          .query(String.class)
                          .list())
                  .isEmpty();
              assertThat(
                      jdbc.sql(
                              """
                              select order_id from orders.order_view placed
                              where (status in ('APPROVED', 'CANCELLED')) <> (price = coalesce(
                                (select sum(amount) from billing.operation_view operation
                                 where operation.order_id = placed.order_id
                                   and kind = 'ORDER_PAYMENT'), 0))""")
                          .query(String.class)
                          .list())
                  .isEmpty();
            });
    for (String userId :
        jdbc.sql("select user_id from billing.account_view").query(String.class).list()) {
      theAccountAddsUp(userId);
    }
  }

  /** As its user sees it. */
  private void theAccountAddsUp(String userId) {
    Api.Answer account = api().get("/accounts/" + userId).expect(200);
    BigDecimal sum = BigDecimal.ZERO;
    int pages = 1;
    for (int page = 0; page < pages; page++) {
      JsonNode operations =
          api()
              .get("/accounts/%s/operations?size=200&page=%d".formatted(userId, page))
              .expect(200)
              .body();
      pages = operations.get("page").get("totalPages").asInt();
      for (JsonNode operation : operations.get("content")) {
        BigDecimal amount = operation.get("amount").decimalValue();
        boolean incoming = operation.get("kind").asString().matches("DEPOSIT|ORDER_REFUND");
        sum = incoming ? sum.add(amount) : sum.subtract(amount);
      }
    }
    assertThat(sum).as("the account of %s", userId).isEqualByComparingTo(account.money("balance"));
  }
}
