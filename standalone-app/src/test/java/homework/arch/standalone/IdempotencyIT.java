package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;

/** What is kept for an {@code Idempotency-Key}, and for how long. */
class IdempotencyIT extends InOneJvm {

  @Autowired private Idempotency userIdempotency;

  private final IdempotencyKey key =
      new IdempotencyKey("/users", null, UUID.randomUUID().toString());

  @Test
  void aRequestThatIsRefusedForTheMomentLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                userIdempotency
                    .answer(
                        key, "body", id -> CompletableFuture.failedFuture(new TimeoutException()))
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
    assertThatThrownBy(
            () ->
                userIdempotency.answer(
                    key,
                    "body",
                    id -> {
                      throw Problems.exception(ProblemType.OVERLOADED, "Later.");
                    }))
        .isInstanceOf(Problems.ProblemException.class);

    assertThat(rows()).isZero();
    assertThat(answer("body", 201, "done").getStatusCode().value()).isEqualTo(201);
    assertThat(rows()).isOne();
  }

  @Test
  void theFirstAnswerComesAgainAndAnotherBodyIsRefused() {
    ResponseEntity<?> first = answer("body", 201, "first");

    assertThat(answer("body", 201, "second")).isEqualTo(first);
    assertThatThrownBy(() -> answer("other body", 201, "second"))
        .isInstanceOf(Problems.ProblemException.class)
        .hasMessage("This Idempotency-Key was sent before with another body.");
  }

  /** Both have seen that nothing is kept so far. */
  @Test
  void ofTwoAtTheSameMomentTheOneThatIsKeptFirstIsToldToBoth() {
    CompletableFuture<ResponseEntity<?>> slow = new CompletableFuture<>();
    CompletableFuture<ResponseEntity<?>> second = userIdempotency.answer(key, "body", id -> slow);
    ResponseEntity<?> first = answer("body", 201, "first");
    slow.complete(ResponseEntity.status(201).body(Map.of("said", "second")));

    assertThat(second.join()).isEqualTo(first);
  }

  @Test
  void whatWasMadeIsKeptRatherThanTheRefusalOfAnotherBodyAtTheSameMoment() {
    CompletableFuture<ResponseEntity<?>> slow = new CompletableFuture<>();
    CompletableFuture<ResponseEntity<?>> made = userIdempotency.answer(key, "body", id -> slow);
    answer("other body", 409, "taken");
    slow.complete(ResponseEntity.status(201).body("made"));

    assertThat(made.join().getStatusCode().value()).isEqualTo(201);
    assertThat(answer("body", 201, "again")).isEqualTo(made.join());
    assertThatThrownBy(() -> answer("other body", 409, "taken"))
        .isInstanceOf(Problems.ProblemException.class);
  }

  @Test
  void theRefusalOfAnotherBodyAtTheSameMomentTakesNothingFromWhatWasMade() {
    CompletableFuture<ResponseEntity<?>> slow = new CompletableFuture<>();
    CompletableFuture<ResponseEntity<?>> refused =
        userIdempotency.answer(key, "other body", id -> slow);
    ResponseEntity<?> made = answer("body", 201, "made");
    slow.complete(ResponseEntity.status(409).body("taken"));

    assertThatThrownBy(refused::join).hasCauseInstanceOf(Problems.ProblemException.class);
    assertThat(answer("body", 201, "again")).isEqualTo(made);
  }

  @Test
  void anOldKeyIsForgottenAndAYoungOneIsNot() throws InterruptedException {
    answer("body", 201, "done");
    jdbc.sql(
            """
            insert into users.idempotency_key (scope, key, fingerprint, created_at)
            select '/old', n::text, ''::bytea, now() - interval '49 hours'
            from generate_series(1, 2500) n""")
        .update();

    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (oldRows() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(oldRows()).isZero();
    assertThat(rows()).isOne();
  }

  @Test
  void aRefusalNamesItsPathTheFirstTimeAndAgain() {
    String path = "/accounts/" + api().userWith("5") + "/withdrawals";
    String withdrawal = UUID.randomUUID().toString();
    Api.Answer first =
        api().post(path, Api.amount("10"), "Idempotency-Key", withdrawal).expect(422);

    assertThat(first.body().at("/instance").asString()).isEqualTo(path);
    assertThat(api().post(path, Api.amount("10"), "Idempotency-Key", withdrawal)).isEqualTo(first);
  }

  /** The aggregate knows the id, though nobody remembers the key. */
  @Test
  void whatWasForgottenIsNotDoneAgain() {
    String userId = api().userWith("5");
    String path = "/accounts/" + userId + "/deposits";
    String deposit = UUID.randomUUID().toString();
    Api.Answer first = api().post(path, Api.amount("10"), "Idempotency-Key", deposit).expect(201);
    jdbc.sql("delete from billing.idempotency_key where key = ?").param(deposit).update();

    assertThat(api().post(path, Api.amount("10"), "Idempotency-Key", deposit)).isEqualTo(first);
    jdbc.sql("delete from billing.idempotency_key where key = ?").param(deposit).update();
    api().post(path, Api.amount("20"), "Idempotency-Key", deposit).expect(422);
    api().post(path, Api.amount("10"), "Idempotency-Key", deposit).expect(201);
    api().expectBalance(userId, "15");
  }

  private ResponseEntity<?> answer(String body, int status, String said) {
    return userIdempotency
        .answer(
            key,
            body,
            id ->
                CompletableFuture.completedFuture(
                    ResponseEntity.status(status).body(Map.of("said", said))))
        .join();
  }

  private long rows() {
    return jdbc.sql("select count(*) from users.idempotency_key where key = ?")
        .param(key.value())
        .query(Long.class)
        .single();
  }

  private long oldRows() {
    return jdbc.sql("select count(*) from users.idempotency_key where scope = '/old'")
        .query(Long.class)
        .single();
  }
}
