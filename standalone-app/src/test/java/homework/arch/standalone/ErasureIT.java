package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.user.keys.UserKeys;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who goes is forgotten, and no rouble with him. */
class ErasureIT extends InOneJvm {

  @Autowired private UserKeys keys;

  private final String email = "ann-" + System.nanoTime() + "@example.org";

  @Test
  void aUserIsForgottenOnceAndTheAddressIsFree() {
    String ann = api().userWithAccount("Ann", email);
    api().deposit(ann, "100").expect(201);
    api().post("/notifications", mailTo(ann)).expect(201);
    String orderId = api().order(ann, "60", "Prefer", "wait=20").expect(201).id("orderId");
    api().mailAbout(orderId);

    expectRefused(ann, "money-on-account", "The balance is 40.00.");
    api().withdraw(ann, "40").expect(201);
    erase(ann);

    JsonNode erased = api().get("/users/" + ann).expect(200).body();
    assertThat(erased.propertyNames())
        .containsExactlyInAnyOrder("userId", "name", "email", "createdAt", "erasedAt");
    assertThat(erased.get("name").isNull() && erased.get("email").isNull()).isTrue();
    api().eventually("/accounts/" + ann, account -> account.status() == 404);
    api().deposit(ann, "1").expect(404);
    api().withdraw(ann, "1").expect(404);
    expectForgottenMail(ann);
    api().post("/notifications", mailTo(ann)).expect(404);

    Object erasedAt = api().get("/users/" + ann).body().get("erasedAt");
    erase(ann);
    assertThat(api().get("/users/" + ann).body().get("erasedAt")).isEqualTo(erasedAt);
    expectThatOneOfManyGetsTheAddress();

    replayAll();
    assertThat(api().get("/users/" + ann).body()).isEqualTo(erased);
    api().get("/accounts/" + ann).expect(404);
    expectForgottenMail(ann);
    assertThat(api().order(ann, "1", "Prefer", "wait=20").expect(201).id("rejectionReason"))
        .isEqualTo("ACCOUNT_NOT_FOUND");
    expectThatTheAuditHolds();
  }

  private void expectThatOneOfManyGetsTheAddress() {
    List<CompletableFuture<Api.Answer>> claims =
        IntStream.range(0, 8)
            .mapToObj(i -> i % 2 == 0 ? userWith(email) : userWith(email.toUpperCase(Locale.ROOT)))
            .map(user -> api().postAsync("/users", user))
            .toList();
    assertThat(claims)
        .extracting(claim -> claim.join().status())
        .containsOnlyOnce(201)
        .filteredOn(status -> status != 201)
        .containsOnly(409);
  }

  /** What a dump of before tells is of no use without the key. */
  @Test
  void whatWasSealedIsOpenedByNoKeyThatIsLeft() {
    String ann = api().userWithAccount("Ann", email);
    UUID userId = UUID.fromString(ann);
    api().post("/notifications", mailTo(ann)).expect(201);
    List<String> sealed =
        jdbc.sql(
                """
                select field.value #>> '{}' from event_store.domain_event,
                  jsonb_each(convert_from(payload, 'UTF8')::jsonb) as field
                where convert_from(payload, 'UTF8') like ? and field.value #>> '{}' like 'sealed:%'""")
            .param("%" + ann + "%")
            .query(String.class)
            .list();
    assertThat(sealed).hasSize(4).anyMatch(text -> opened(userId, text).contains(email));

    erase(ann);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(sealed).allSatisfy(text -> assertThat(opened(userId, text)).isEmpty()));
    assertThat(
            jdbc.sql("select wrapped is null from users.user_key where user_id = ?")
                .param(userId)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private List<String> opened(UUID userId, String sealed) {
    return Stream.of("name", "email", "subject", "text")
        .flatMap(field -> keys.open(userId, field, sealed).stream())
        .toList();
  }

  @Test
  void theSameIdMayBeRegisteredAnewAndEarlierMailStaysForgotten() {
    String ann = registered("Ann", email);
    api().deposit(ann, "60").expect(201);
    String orderId = api().order(ann, "60", "Prefer", "wait=20").expect(201).id("orderId");
    api().mailAbout(orderId);
    erase(ann);
    forgetIdempotencyKeys();

    assertThat(registered("Anna", "a" + email)).isEqualTo(ann);
    JsonNode anna = api().get("/users/" + ann).expect(200).body();
    assertThat(anna.get("name").asString()).isEqualTo("Anna");
    assertThat(anna.get("email").asString()).isEqualTo("a" + email);
    assertThat(anna.has("erasedAt")).isFalse();
    api().deposit(ann, "1").expect(201);
    api().post("/notifications", mailTo(ann)).expect(201);

    replayAll();
    assertThat(api().get("/users/" + ann).body()).isEqualTo(anna);
    JsonNode mails =
        api()
            .eventually(
                "/notifications?userId=" + ann,
                page -> page.body().get("page").get("totalElements").asInt() == 2)
            .body()
            .get("content");
    assertThat(mails.get(0).get("text").asString()).isEqualTo("How are you?");
    assertThat(mails.get(0).get("email").asString()).isEqualTo("a" + email);
    assertThat(mails.get(1).get("text").isNull() && mails.get(1).get("email").isNull()).isTrue();
    expectThatTheAuditHolds();
    api().withdraw(ann, "1").expect(201);
    erase(ann);
  }

  /** With an account. */
  private String registered(String name, String address) {
    String userId =
        api()
            .post(
                "/users",
                "{\"name\":\"%s\",\"email\":\"%s\"}".formatted(name, address),
                "Idempotency-Key",
                email)
            .expect(201)
            .id("userId");
    api().eventually("/accounts/" + userId, account -> account.status() == 200);
    return userId;
  }

  /** As if their time was over. */
  private void forgetIdempotencyKeys() {
    jdbc.sql("delete from users.idempotency_key").update();
  }

  /** Neither is shown, nor written to, who it was before. */
  @Test
  void whoIsRegisteredAnewIsKnownWhileTheTableLags() {
    String ann = registered("Ann", email);
    stop("user-projection");
    try {
      erase(ann);
      forgetIdempotencyKeys();
      registered("Anna", "a" + email);
      assertThat(api().get("/users/" + ann).id("name")).isEqualTo("Anna");
      String orderId = api().order(ann, "1", "Prefer", "wait=20").expect(201).id("orderId");
      assertThat(api().mailAbout(orderId).get("email").asString()).isEqualTo("a" + email);
    } finally {
      start("user-projection");
    }
  }

  /** As docs/operations/personal-data.md has it after a restore. */
  @Test
  void aKeyThatABackupHasBroughtBackIsDestroyedByAReplayAndThatOfALaterRegistrationStays() {
    String ann = api().userWithAccount("Ann", email);
    String bob = registered("Bob", "b" + email);
    erase(bob);
    forgetIdempotencyKeys();
    registered("Bobby", "c" + email);
    jdbc.sql("create table keys_of_before as select * from users.user_key").update();
    erase(ann);
    jdbc.sql("delete from users.user_key").update();
    jdbc.sql("insert into users.user_key select * from keys_of_before").update();
    jdbc.sql("drop table keys_of_before").update();

    operator().post("/actuator/processors/key-destruction/replay", "{}").expect(202);
    Awaitility.await().until(() -> keys.of(List.of(UUID.fromString(ann))).isEmpty());
    awaitCaughtUp("key-destruction");
    assertThat(api().get("/users/" + bob).id("name")).isEqualTo("Bobby");
  }

  @Test
  void whatWasBegunIsEndedWheneverItIsTakenUpAgain() {
    String ann = api().userWithAccount("Ann", email);
    stop("user-erasure", "key-destruction");
    try {
      api().delete("/users/" + ann).expect(202);
      api().eventually("/accounts/" + ann, account -> account.status() == 404);
      assertThat(api().get("/users/" + ann).expect(200).id("email")).isEqualTo(email);
      api().delete("/users/" + ann).expect(202);
    } finally {
      start("user-erasure", "key-destruction");
    }
    api().eventually("/users/" + ann, user -> user.body().hasNonNull("erasedAt"));
  }

  @Test
  void nobodyIsErasedWhoIsNotThere() {
    assertThat(api().delete("/users/" + UUID.randomUUID()).expect(404).id("type"))
        .isEqualTo("urn:problem:not-found");
  }

  @Test
  void anErasureRightAfterTheRegistrationLeavesNoAccountOpen() {
    String ann = api().post("/users", userWith(email)).expect(201).id("userId");
    erase(ann);
    awaitCaughtUp("account-opening");
    api().deposit(ann, "1").expect(404);
  }

  @Test
  void anOrderThatIsNotDecidedIsInTheWayFromThePlacingOn() {
    String ann = api().userWithAccount("Ann", email);
    String orderId;
    stop("order-saga", "order-projection");
    try {
      orderId = api().order(ann, "1").expect(201).id("orderId");
      expectRefused(ann, "order-under-way", orderIsUnderWay(orderId));
    } finally {
      start("order-projection", "order-saga");
    }
    api().decidedOrder(orderId);
    erase(ann);
  }

  @Test
  void soIsOneWhoseMoneyIsOnItsWayBack() {
    String ann = api().userWithAccount("Ann", email);
    api().deposit(ann, "60").expect(201);
    String orderId = api().order(ann, "60", "Prefer", "wait=20").expect(201).id("orderId");
    stop("order-saga", "order-projection");
    try {
      api().post("/orders/" + orderId + "/cancellation", "").expect(202);
      expectRefused(ann, "order-under-way", orderIsUnderWay(orderId));
      start("order-projection");
      awaitCaughtUp("order-projection");
      expectRefused(ann, "order-under-way", orderIsUnderWay(orderId));
    } finally {
      start("order-projection", "order-saga");
    }
    api().expectBalance(ann, "60");
    awaitCaughtUp("order-timeline");
    expectRefused(ann, "money-on-account", "The balance is 60.00.");
  }

  /** What is paid back to somebody who is gone is owed all the same. */
  @Test
  void aRefundStaysOnTheClosedAccountAndCanBeWithdrawn() {
    String ann = api().userWithAccount("Ann", email);
    api().deposit(ann, "60").expect(201);
    String orderId = api().order(ann, "60", "Prefer", "wait=20").expect(201).id("orderId");
    erase(ann);
    api().eventually("/accounts/" + ann, account -> account.status() == 404);

    api().post("/orders/" + orderId + "/cancellation", "").expect(202);
    api().eventually("/accounts/" + ann, account -> account.status() == 200);
    api().expectBalance(ann, "60");
    api()
        .eventually(
            "/notifications?orderId=" + orderId,
            mails -> mails.body().get("page").get("totalElements").asInt() == 2);
    JsonNode mail = api().get("/notifications?orderId=" + orderId).body().get("content").get(0);
    assertThat(mail.get("email").isNull()).isTrue();
    assertThat(mail.get("status").asString()).isEqualTo("FAILED");
    expectThatTheAuditHolds();
    api().deposit(ann, "1").expect(404);
    erase(ann); // twice is once, whatever came back since
    api().withdraw(ann, "60.01").expect(422);
    api().withdraw(ann, "60").expect(201);
    api().eventually("/accounts/" + ann, account -> account.status() == 404);
    expectThatTheAuditHolds();
  }

  /** Only one of the two can be: a deposit on a closed account would be lost. */
  @RepeatedTest(5)
  void aDepositAndAnErasureAtOnceLoseNothing() {
    String ann = api().userWithAccount("Ann", email);
    List<CompletableFuture<Api.Answer>> deposits =
        IntStream.range(0, 4)
            .mapToObj(i -> api().postAsync("/accounts/" + ann + "/deposits", Api.amount("1")))
            .toList();
    Api.Answer erasure = api().delete("/users/" + ann);
    long accepted =
        deposits.stream().map(CompletableFuture::join).filter(d -> d.status() == 201).count();

    assertThat(erasure.status()).isIn(202, 409);
    if (erasure.status() == 202) {
      assertThat(accepted).isZero();
    } else {
      api().expectBalance(ann, Long.toString(accepted));
    }
  }

  @RepeatedTest(5)
  void anOrderAndAnErasureAtOnceLoseNothing() {
    String ann = api().userWithAccount("Ann", email);
    api().deposit(ann, "5").expect(201);
    CompletableFuture<Api.Answer> order =
        api().postAsync("/orders", Api.orderOf(ann, "5"), "Prefer", "wait=20");
    Api.Answer erasure = api().delete("/users/" + ann);
    String status = order.join().expect(201).id("status");

    assertThat(erasure.status()).isIn(202, 409);
    assertThat(status).isEqualTo("APPROVED"); // the money went to the order, or there is no erasure
    if (erasure.status() == 409) {
      api().expectBalance(ann, "0");
    }
  }

  @Test
  void theFileHoldsAllThatIsKept() {
    String ann = api().userWithAccount("Ann", email);
    for (int i = 0; i < 3; i++) {
      api().deposit(ann, "10.50").expect(201);
    }
    String orderId = api().order(ann, "6.05", "Prefer", "wait=20").expect(201).id("orderId");
    api().mailAbout(orderId);
    api().expectBalance(ann, "25.45");

    JsonNode file = api().get("/users/" + ann + "/export").expect(200).body();
    assertThat(file.propertyNames())
        .containsExactly("user", "account", "operations", "orders", "mails");
    assertThat(file.get("user")).isEqualTo(api().get("/users/" + ann).body());
    assertThat(file.get("account")).isEqualTo(api().get("/accounts/" + ann).body());
    assertThat(file.get("operations"))
        .isEqualTo(api().get("/accounts/" + ann + "/operations").body().get("content"))
        .hasSize(4);
    JsonNode order = file.get("orders").get(0);
    assertThat(order.get("order")).isEqualTo(api().get("/orders/" + orderId).body());
    assertThat(order.get("order").get("price").decimalValue()).isEqualTo("6.05");
    assertThat(order.get("timeline"))
        .isEqualTo(api().get("/orders/" + orderId + "/timeline").body());
    assertThat(file.get("mails"))
        .isEqualTo(api().get("/notifications?userId=" + ann).body().get("content"))
        .hasSize(1);
    api().get("/users/" + UUID.randomUUID() + "/export").expect(404);
  }

  /** It is cut off, and so neither taken for the whole nor mended by a problem at its end. */
  @Test
  void aFileThatCannotBeFinishedIsSeenNotToBeOne() {
    String ann = api().userWithAccount("Ann", email);
    int tooManyForABuffer = 500;
    jdbc.sql(
            """
            insert into billing.operation_view (operation_id, user_id, sequence, kind, amount, balance, at)
            select gen_random_uuid(), ?, number, 'DEPOSIT', 1, 1, now()
            from generate_series(1, ?) as number""")
        .params(UUID.fromString(ann), tooManyForABuffer)
        .update();
    jdbc.sql(
            """
            insert into orders.order_view (order_id, user_id, price, status, placed_at)
            values (gen_random_uuid(), ?, 1, 'MISLAID', now())""")
        .param(UUID.fromString(ann))
        .update();
    try {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> api().get("/users/" + ann + "/export"));
    } finally {
      jdbc.sql("delete from orders.order_view where status = 'MISLAID'").update();
      jdbc.sql("delete from billing.operation_view where user_id = ?")
          .param(UUID.fromString(ann))
          .update();
    }
  }

  private void erase(String userId) {
    api().delete("/users/" + userId).expect(202);
    api().eventually("/users/" + userId, user -> user.body().hasNonNull("erasedAt"));
  }

  private void expectRefused(String userId, String problem, String detail) {
    Api.Answer refused = api().delete("/users/" + userId).expect(409);
    assertThat(refused.id("type")).isEqualTo("urn:problem:" + problem);
    assertThat(refused.id("detail")).isEqualTo(detail);
  }

  /** Two that were stored, a direct one and one about an order. */
  private void expectForgottenMail(String userId) {
    JsonNode mails =
        api()
            .eventually(
                "/notifications?userId=" + userId,
                page -> page.body().get("content").get(1).get("text").isNull())
            .body()
            .get("content");
    assertThat(mails).hasSize(2);
    for (JsonNode mail : mails) {
      for (String field : List.of("email", "subject", "text")) {
        assertThat(mail.get(field).isNull()).as("%s of %s", field, mail).isTrue();
      }
      assertThat(mail.get("status").asString()).isEqualTo("STORED");
    }
  }

  private static String orderIsUnderWay(String orderId) {
    return "The order %s is not decided yet, or its money is on its way back.".formatted(orderId);
  }

  private static String userWith(String email) {
    return "{\"name\":\"Ann\",\"email\":\"%s\"}".formatted(email);
  }

  private static String mailTo(String userId) {
    return "{\"userId\":\"%s\",\"subject\":\"Hello\",\"text\":\"How are you?\"}".formatted(userId);
  }

  private void stop(String... processors) {
    List.of(processors).forEach(name -> processor(name).shutDown());
  }

  private void start(String... processors) {
    List.of(processors).forEach(name -> processor(name).start());
  }

  private void replayAll() {
    replay(
        "user-projection",
        "account-projection",
        "order-projection",
        "order-timeline",
        "notification-projection");
  }
}
