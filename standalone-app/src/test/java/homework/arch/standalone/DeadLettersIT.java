package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.DerivedId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/**
 * An event that cannot be written, whatever the reason, stops nobody: others go on, it becomes a
 * dead letter with a cause that tells nothing of people, and it is made up for later.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeadLettersIT extends InOneJvm {

  /** The longest name that PostgreSQL takes. */
  private static final String FAULT = "planted_" + "x".repeat(55);

  private static final String NAME = "Unlucky-Person";

  @Autowired private DataSource dataSource;

  /** A table that refuses what is about one user. */
  enum Poisoned {
    USER_PROJECTION("users.user_view", "user_id <> '%s'"),
    ACCOUNT_PROJECTION("billing.operation_view", "user_id <> '%s'"),
    ORDER_PROJECTION("orders.order_view", "user_id <> '%s'"),
    ORDER_TIMELINE("orders.timeline", "position('41.17' in detail) = 0"),
    NOTIFICATION_PROJECTION("notifications.notification_view", "user_id <> '%s'");

    private final String table;
    private final String condition;

    Poisoned(String table, String condition) {
      this.table = table;
      this.condition = condition;
    }

    String processor() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String service() {
      return table.substring(0, table.indexOf('.'));
    }
  }

  /** The other tests share the database. */
  @AfterEach
  void mendAll() {
    for (Poisoned each : Poisoned.values()) {
      mend(each);
    }
    jdbc.sql("drop function if exists users.refuse() cascade").update();
    for (String service : List.of("users", "billing", "orders", "notifications")) {
      jdbc.sql("update %s.dead_letter set failures = 0, next_attempt_at = now()".formatted(service))
          .update();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> operator().deadLetters().isEmpty());
  }

  /** Of who is registered with the address as the key: known before, as it is derived. */
  private static String idOf(String email) {
    return DerivedId.of("/users", email).toString();
  }

  private void register(String name, String email) {
    Api api = api();
    api.post(
            "/users",
            "{\"name\":\"%s\",\"email\":\"%s\"}".formatted(name, email),
            "Idempotency-Key",
            email)
        .expect(201);
    api.eventually("/accounts/" + idOf(email), account -> account.status() == 200);
  }

  private void poison(Poisoned poisoned, String condition) {
    jdbc.sql(
            "alter table %s add constraint %s check (%s) not valid"
                .formatted(poisoned.table, FAULT, condition))
        .update();
  }

  private void mend(Poisoned poisoned) {
    jdbc.sql("alter table %s drop constraint if exists %s".formatted(poisoned.table, FAULT))
        .update();
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatCannotBeWrittenBecomesADeadLetterAndOthersGoOn(
      Poisoned poisoned, CapturedOutput output) {
    String email = "unlucky-" + UUID.randomUUID() + "@example.org";
    String lucky = api().userWith("100");
    String unlucky = idOf(email);
    poison(poisoned, poisoned.condition.formatted(unlucky));
    register(NAME, email);
    api().deposit(unlucky, "41.17").expect(201);
    String refused = api().order(unlucky, "41.17").expect(201).id("orderId");

    expectThatAllGoesOnFor(lucky);
    List<JsonNode> items =
        awaitDeadLetters(poisoned.processor(), item -> item.get("failures").asInt() > 0);
    assertThat(items)
        .allSatisfy(
            item -> {
              assertThat(item.get("service").asString()).isEqualTo(poisoned.service());
              assertThat(item.get("cause").asString())
                  .contains(FAULT)
                  .hasSizeLessThanOrEqualTo(500)
                  .doesNotContain("@", NAME);
            });
    // Its order is decided all the same: a read model is nobody's reason to wait.
    assertThat(api().order(unlucky, "1", "Prefer", "wait=10").expect(201).body().has("status"))
        .isTrue();

    mend(poisoned);
    for (JsonNode item : items) {
      retry(item).expect(200);
    }
    awaitNoDeadLetters(poisoned.processor());
    expectThatAllIsWritten(unlucky, email, refused);
    assertThat(output.getAll())
        .contains(poisoned.processor() + " cannot handle")
        .doesNotContain(email, NAME);
    expectThatTheAuditHolds();
  }

  private void expectThatAllGoesOnFor(String lucky) {
    for (int i = 0; i < 3; i++) {
      Api.Answer order = api().order(lucky, "10", "Prefer", "wait=5").expect(201);
      assertThat(order.id("status")).isEqualTo("APPROVED");
      String id = order.id("orderId");
      api().mailAbout(id);
      api()
          .eventually(
              "/orders/" + id + "/timeline",
              lines -> lines.status() == 200 && lines.text().contains("NotificationSent"));
      api()
          .eventually(
              "/orders?userId=" + lucky,
              orders ->
                  orders
                      .body()
                      .get("content")
                      .valueStream()
                      .anyMatch(
                          o ->
                              o.get("orderId").asString().equals(id)
                                  && o.get("status").asString().equals("APPROVED")));
    }
    api().expectBalance(lucky, "70");
    String newcomer = "newcomer-" + UUID.randomUUID() + "@example.org";
    api().userWithAccount("Newcomer", newcomer);
    api().eventually("/users", users -> users.text().contains(newcomer));
  }

  private void expectThatAllIsWritten(String userId, String email, String orderId) {
    api().eventually("/users?size=100", users -> users.text().contains(email));
    api().expectBalance(userId, "0");
    api()
        .eventually(
            "/orders?userId=" + userId,
            orders -> orders.body().get("page").get("totalElements").asInt() == 2);
    api().mailAbout(orderId);
    api()
        .eventually(
            "/orders/" + orderId + "/timeline",
            lines ->
                lines.text().contains("41.17 RUB was taken")
                    && lines.text().contains("OrderPlaced"));
  }

  /** What a database says may be of any length; the column for it once had an end. */
  @Test
  void aCauseOfManyThousandCharactersIsCut(CapturedOutput output) {
    String email = "wordy-" + UUID.randomUUID() + "@example.org";
    jdbc.sql(
            """
            create function users.refuse() returns trigger language plpgsql as $$
            begin
              if new.user_id = '%s' then
                raise exception 'no %% and no %%', '%s', repeat('word ', 1000);
              end if;
              return new;
            end $$"""
                .formatted(idOf(email), email))
        .update();
    jdbc.sql(
            """
            create trigger refuse before insert on users.user_view
            for each row execute function users.refuse()""")
        .update();

    String wordy = idOf(email);
    register("Wordy", email);
    List<JsonNode> items =
        awaitDeadLetters("user-projection", item -> item.get("content").asString().contains(wordy));
    assertThat(items.get(0).get("cause").asString())
        .contains("no (address) and no word")
        .hasSizeLessThanOrEqualTo(500);
    assertThat(output.getAll()).contains("(address)").doesNotContain(email);

    jdbc.sql("drop function users.refuse() cascade").update();
    retry(items.get(0)).expect(200);
    awaitNoDeadLetters("user-projection");
    api().eventually("/users?size=100", users -> users.text().contains(email));
  }

  @Test
  void aHundredOfAKindAreAllListedAndAllTriedAgain() {
    int many = 100;
    String kind = "kind" + System.nanoTime();
    List<String> emails =
        IntStream.range(0, many).mapToObj(i -> "%s-%d@example.org".formatted(kind, i)).toList();
    poison(
        Poisoned.USER_PROJECTION,
        emails.stream()
            .map(DeadLettersIT::idOf)
            .collect(Collectors.joining("', '", "user_id not in ('", "')")));
    List<CompletableFuture<Api.Answer>> calls =
        emails.stream()
            .map(
                email ->
                    api()
                        .postAsync(
                            "/users",
                            "{\"name\":\"One of many\",\"email\":\"%s\"}".formatted(email),
                            "Idempotency-Key",
                            email))
            .toList();
    calls.forEach(call -> call.join().expect(201));

    // Each is found by itself, among all the others.
    Awaitility.await()
        .atMost(Duration.ofSeconds(4))
        .untilAsserted(() -> assertThat(deadLetters("user-projection")).hasSize(many));
    parkAllOfUsers(many);
    mend(Poisoned.USER_PROJECTION);
    List<JsonNode> items = deadLetters("user-projection");
    assertThat(items)
        .hasSize(many)
        .allSatisfy(item -> assertThat(item.get("state").asString()).isEqualTo("PARKED"));

    JsonNode last = items.get(many - 1);
    retry(last).expect(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(deadLetters("user-projection")).hasSize(many - 1));
    assertThat(deadLetters("user-projection"))
        .noneMatch(item -> item.get("id").equals(last.get("id")));
    assertThat(rowsOf(emails)).isEqualTo(1);

    assertThat(
            operator()
                .post("/actuator/deadletters/retry", "{}")
                .expect(200)
                .body()
                .get("retried")
                .asInt())
        .isEqualTo(many - 1);
    awaitNoDeadLetters("user-projection");
    assertThat(rowsOf(emails)).isEqualTo(many);
  }

  /** As after the last attempt, which is a minute away; one may be on its way just now. */
  private void parkAllOfUsers(int many) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .during(Duration.ofMillis(300))
        .until(
            () -> jdbc.sql("update users.dead_letter set next_attempt_at = null").update() == many);
  }

  /** {@code /actuator/parked} goes on for one version. */
  @Test
  void theOldAddressAnswersTheSame() {
    String email = "old-" + UUID.randomUUID() + "@example.org";
    poison(Poisoned.USER_PROJECTION, "user_id <> '%s'".formatted(idOf(email)));
    register("Old", email);
    JsonNode item = awaitDeadLetters("user-projection", any -> true).get(0);
    parkAllOfUsers(1);

    assertThat(operator().get("/actuator/parked").expect(200).body()).isEqualTo(list());
    for (String operation : List.of("none/retry", "none/give-up", "none/drop", "drop")) {
      assertThat(operator().post("/actuator/parked/" + operation, "{}").expect(404).body())
          .isEqualTo(
              operator().post("/actuator/deadletters/" + operation, "{}").expect(404).body());
    }
    mend(Poisoned.USER_PROJECTION);
    String id = item.get("id").asString();
    assertThat(operator().post("/actuator/parked/" + id + "/retry", "{}").expect(200).id("retried"))
        .isEqualTo(id);
    awaitNoDeadLetters("user-projection");
  }

  /**
   * As many sequences: a processor that looked for them one after the other would take more than
   * four seconds. It takes less than one, and the test gives it more for a busy machine.
   */
  @Test
  void aHundredOrdersThatFailAtOnceAreAllListedSoonAndOthersGoOn() {
    int many = 100;
    String unlucky = api().userWith("1000");
    String lucky = api().userWith("1000");
    poison(Poisoned.ORDER_PROJECTION, "user_id <> '%s'".formatted(unlucky));
    List<CompletableFuture<Api.Answer>> calls =
        IntStream.range(0, 2 * many)
            .mapToObj(
                i ->
                    api()
                        .postAsync(
                            "/orders",
                            "{\"userId\":\"%s\",\"price\":10}"
                                .formatted(i % 2 == 0 ? unlucky : lucky)))
            .toList();
    calls.forEach(call -> call.join().expect(201));

    Awaitility.await()
        .atMost(Duration.ofMillis(3500))
        .until(
            () ->
                deadLetters("order-projection").stream()
                            .filter(item -> item.get("cause").asString().contains(FAULT))
                            .count()
                        == many
                    && jdbc.sql(
                                """
                                select count(*) from orders.order_view
                                where user_id = ?::uuid and status = 'APPROVED'""")
                            .param(lucky)
                            .query(Integer.class)
                            .single()
                        == many);

    mend(Poisoned.ORDER_PROJECTION);
    operator().post("/actuator/deadletters/retry", "{}").expect(200);
    api()
        .eventually(
            "/orders?userId=" + unlucky,
            orders -> orders.body().get("page").get("totalElements").asInt() == many);
    awaitNoDeadLetters("order-projection");
  }

  private int rowsOf(List<String> emails) {
    return jdbc.sql("select count(*) from users.user_view where user_id::text in (:users)")
        .param("users", emails.stream().map(DeadLettersIT::idOf).toList())
        .query(Integer.class)
        .single();
  }

  @Test
  void aLockedRowHoldsUpOnlyWhatIsAboutIt() throws Exception {
    String locked = api().userWith("100");
    String lucky = api().userWith("100");
    api().expectBalance(locked, "100");
    try (Connection other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      try (PreparedStatement lock =
          other.prepareStatement(
              "select from billing.account_view where user_id = ?::uuid for update")) {
        lock.setString(1, locked);
        lock.executeQuery();
      }
      assertThat(api().order(locked, "10", "Prefer", "wait=5").expect(201).id("status"))
          .isEqualTo("APPROVED");
      expectThatAllGoesOnFor(lucky);
      assertThat(
              awaitDeadLetters("account-projection", item -> item.get("failures").asInt() > 0)
                  .get(0)
                  .get("cause")
                  .asString())
          .contains("lock timeout");
      other.rollback();
    }
    // Nobody has to do anything: it is tried again by itself.
    api().expectBalance(locked, "90");
    awaitNoDeadLetters("account-projection");
  }

  private Api.Answer retry(JsonNode item) {
    return operator().post("/actuator/deadletters/" + item.get("id").asString() + "/retry", "{}");
  }

  private JsonNode list() {
    return operator().get("/actuator/deadletters").expect(200).body();
  }

  private List<JsonNode> deadLetters(String processor) {
    return operator().deadLetters().stream()
        .filter(item -> item.get("of").asString().equals(processor))
        .toList();
  }

  private List<JsonNode> awaitDeadLetters(String processor, Predicate<JsonNode> condition) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> deadLetters(processor).stream().filter(condition).toList(),
            found -> !found.isEmpty());
  }

  private void awaitNoDeadLetters(String processor) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(deadLetters(processor)).isEmpty());
  }
}
