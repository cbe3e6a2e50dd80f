package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

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
    expectThatTheAuditHolds();
  }

  private static String shown(RawHttp.Answer answer) {
    String text = answer.head() + "\n" + new String(answer.body(), UTF_8);
    return text.substring(0, Math.min(text.length(), 700));
  }
}
