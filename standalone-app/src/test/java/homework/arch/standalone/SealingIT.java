package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.AesGcmJce;
import homework.arch.api.DerivedId;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.user.EmailClaimed;
import homework.arch.api.user.UserRegistered;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Names, addresses and what direct mail says are in no table and in no line of the log. */
@ExtendWith(OutputCaptureExtension.class)
class SealingIT extends InOneJvm {

  private static final byte[] KEK = bytes(1);
  private static final byte[] OTHER_KEK = bytes(2);

  @Autowired private EventStore events;

  @DynamicPropertySource
  static void keys(DynamicPropertyRegistry properties) {
    properties.add("arch.data-folder", () -> "target/sealing");
    properties.add(
        "arch.personal-data.keks",
        () ->
            Base64.getEncoder().encodeToString(KEK)
                + ","
                + Base64.getEncoder().encodeToString(OTHER_KEK));
  }

  private static byte[] bytes(int each) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) each);
    return bytes;
  }

  @Test
  void whatTellsOfAPersonIsNowhereInClear(CapturedOutput output) {
    Api api = api();
    String body = user("Zebulon Quagmire", "Zebulon.Quagmire@example.org");
    Api.Answer registered = api.post("/users", body, "Idempotency-Key", "zeb@quagmire").expect(201);
    String userId = registered.id("userId");
    assertThat(registered.id("name")).isEqualTo("Zebulon Quagmire");
    assertThat(api.post("/users", body, "Idempotency-Key", "zeb@quagmire")).isEqualTo(registered);
    String other = user("Zebulon Quagmire II", "zebulon.quagmire@example.org");
    api.post("/users", other, "Idempotency-Key", "zeb@quagmire").expect(422);
    Api.Answer taken = api.post("/users", other, "Idempotency-Key", "quagmire-2").expect(409);
    assertThat(api.post("/users", other, "Idempotency-Key", "quagmire-2")).isEqualTo(taken);

    api.eventually("/accounts/" + userId, account -> account.status() == 200);
    api.deposit(userId, "10").expect(201);
    String paid = api.order(userId, "7", "Prefer", "wait=20").expect(201).id("orderId");
    String tooDear = api.order(userId, "70", "Prefer", "wait=20").expect(201).id("orderId");
    for (String orderId : List.of(paid, tooDear)) {
      assertThat(api.mailAbout(orderId).get("email").asString())
          .isEqualTo("Zebulon.Quagmire@example.org");
    }
    String mail = mail(userId, "To Quagmire alone", "Meet me at the zebu farm.");
    Api.Answer sent =
        api.post("/notifications", mail, "Idempotency-Key", "zeb@quagmire").expect(201);
    assertThat(sent.id("email")).isEqualTo("Zebulon.Quagmire@example.org");
    assertThat(sent.id("text")).isEqualTo("Meet me at the zebu farm.");
    assertThat(api.post("/notifications", mail, "Idempotency-Key", "zeb@quagmire")).isEqualTo(sent);
    api.post(
            "/notifications", mail.replace("Meet", "Zebu: meet"), "Idempotency-Key", "zeb@quagmire")
        .expect(422);
    awaitAllRead();
    assertThat(directMail(userId).get("subject").asString()).isEqualTo("To Quagmire alone");
    assertThat(directMail(userId).get("text").asString()).isEqualTo("Meet me at the zebu farm.");
    assertThat(api.get("/users/" + userId).expect(200).text()).isEqualTo(registered.text());
    assertThat(api.get("/users?size=200").expect(200).text()).contains("Zebulon Quagmire");
    expectThatTheAuditHolds();

    expectNowhere("zebulon", dump());
    expectNowhere("quagmire", dump());
    expectNowhere("zebu", dump());
    assertThat(output.getAll().toLowerCase(Locale.ROOT)).doesNotContain("zebu", "quagmire");
  }

  @Test
  void whatEarlierVersionsStoredInClearIsReadCountedAndSealedInTheTables() {
    Api api = api();
    UUID userId = UUID.randomUUID();
    UUID mailId = UUID.randomUUID();
    JsonNode before = inClear();
    appendInClear(userId, mailId);
    api.eventually("/accounts/" + userId, account -> account.status() == 200);
    awaitAllRead();

    Api.Answer found = api.get("/users/" + userId).expect(200);
    assertThat(found.id("name")).isEqualTo("Oldrich Clear");
    assertThat(found.id("email")).isEqualTo("oldrich@example.org");
    JsonNode mail = directMail(userId.toString());
    assertThat(mail.get("email").asString()).isEqualTo("oldrich@example.org");
    assertThat(mail.get("text").asString()).isEqualTo("Dear Oldrich");
    api.post("/users", user("Thief", "Oldrich@example.org")).expect(409);
    api.post("/notifications", mail(userId.toString(), "Hello", "Hello")).expect(201);

    JsonNode after = inClear();
    for (String counted : List.of("usersRegistered", "mailsSent")) {
      assertThat(after.get(counted).asLong() - before.get(counted).asLong()).isEqualTo(1);
    }
    assertThat(after.get("userRows").asLong()).isZero();
    expectThatTheAuditHolds();
    Map<String, String> tables = dump();
    assertThat(String.valueOf(tables.remove("event_store.domain_event")).toLowerCase(Locale.ROOT))
        .contains("oldrich");
    expectNowhere("oldrich", tables);
  }

  /** As they were before this version. */
  private void appendInClear(UUID userId, UUID mailId) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    events.publish(
        new GenericDomainEventMessage<>(
            "User",
            userId.toString(),
            0,
            new UserRegistered(userId, "Oldrich Clear", "oldrich@example.org", null, now)),
        new GenericDomainEventMessage<>(
            "Email", "email-" + DerivedId.of("oldrich@example.org"), 0, new EmailClaimed(userId)),
        new GenericDomainEventMessage<>(
            "Notification",
            mailId.toString(),
            0,
            new NotificationSent(
                mailId,
                userId,
                "oldrich@example.org",
                NotificationKind.DIRECT,
                "To Oldrich",
                "Dear Oldrich",
                null,
                NotificationStatus.STORED,
                now)));
  }

  @Test
  void keysAreWrappedByTheFirstKeyEncryptionKeyWheneverAnOperatorSaysSo()
      throws GeneralSecurityException {
    String userId = api().post("/users", user("Rota", address())).expect(201).id("userId");
    String first = kekOf(userId);
    byte[] about = userId.getBytes(StandardCharsets.UTF_8);
    byte[] wrapped =
        jdbc.sql("select wrapped from users.user_key where user_id = ?")
            .param(UUID.fromString(userId))
            .query(byte[].class)
            .single();
    byte[] key = new AesGcmJce(KEK).decrypt(wrapped, about);
    String otherMark =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(OTHER_KEK), 0, 8);
    jdbc.sql("update users.user_key set wrapped = ?, kek = ? where user_id = ?")
        .params(new AesGcmJce(OTHER_KEK).encrypt(key, about), otherMark, UUID.fromString(userId))
        .update();

    assertThat(api().get("/users/" + userId).id("name")).isEqualTo("Rota");
    assertThat(keysByKek(operator().get("/actuator/personaldata")).get(otherMark).asInt())
        .isEqualTo(1);
    Api.Answer rewrapped = operator().post("/actuator/personaldata/rewrap", "{}").expect(200);

    assertThat(rewrapped.body().get("rewrapped").asInt()).isEqualTo(1);
    assertThat(keysByKek(rewrapped).has(otherMark)).isFalse();
    assertThat(rewrapped.id("kek")).isEqualTo(first).isEqualTo(kekOf(userId));
    assertThat(api().get("/users/" + userId).id("name")).isEqualTo("Rota");
    assertThat(
            operator()
                .post("/actuator/personaldata/rewrap", "{}")
                .expect(200)
                .body()
                .get("rewrapped")
                .asInt())
        .isZero();
    operator().post("/actuator/personaldata/other", "{}").expect(404);
    operator().get("/actuator/personaldata/other").expect(404);
  }

  @Test
  void aKeyThatNoRegistrationUsesIsDeletedAfterADayAndAnyOtherIsNot() {
    String userId = api().post("/users", user("Kept", address())).expect(201).id("userId");
    api().post("/users", user("Kept", address()), "Idempotency-Key", "refused").expect(201);
    UUID refused = UUID.randomUUID();
    jdbc.sql("insert into users.user_key (user_id, wrapped, kek) values (?, 'x', 'x')")
        .param(refused)
        .update();
    jdbc.sql("update users.user_key set made_at = now() - interval '25 hours'").update();

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                jdbc.sql("select count(*) from users.user_key where not is_used")
                        .query(Long.class)
                        .single()
                    == 0);
    assertThat(kekOf(userId)).isNotEmpty();
    assertThat(
            jdbc.sql("select count(*) from users.user_key where user_id = ?")
                .param(refused)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(api().get("/users/" + userId).id("name")).isEqualTo("Kept");
  }

  @Test
  void whatWasSealedByAKeyThatIsDestroyedIsReadByNobody() {
    String userId = api().post("/users", user("Gone", address())).expect(201).id("userId");
    api().post("/notifications", mail(userId, "Hello", "How are you?")).expect(201);
    awaitAllRead();
    jdbc.sql("update users.user_key set wrapped = null, kek = null where user_id = ?")
        .param(UUID.fromString(userId))
        .update();

    JsonNode found = api().get("/users/" + userId).expect(200).body();
    assertThat(found.get("name").isNull()).isTrue();
    assertThat(found.get("email").isNull()).isTrue();
    JsonNode mail = directMail(userId);
    for (String field : List.of("email", "subject", "text")) {
      assertThat(mail.get(field).isNull()).as(field).isTrue();
    }
    api().post("/notifications", mail(userId, "Hello", "How are you?")).expect(404);
    expectThatTheAuditHolds();
  }

  private static String address() {
    return "user-" + UUID.randomUUID() + "@example.org";
  }

  private static String user(String name, String email) {
    return "{\"name\":\"%s\",\"email\":\"%s\"}".formatted(name, email);
  }

  private static String mail(String userId, String subject, String text) {
    return "{\"userId\":\"%s\",\"subject\":\"%s\",\"text\":\"%s\"}"
        .formatted(userId, subject, text);
  }

  private JsonNode directMail(String userId) {
    return api()
        .get("/notifications?userId=" + userId)
        .expect(200)
        .body()
        .get("content")
        .valueStream()
        .filter(mail -> mail.get("kind").asString().equals("DIRECT"))
        .findFirst()
        .orElseThrow();
  }

  private String kekOf(String userId) {
    return jdbc.sql("select kek from users.user_key where user_id = ?")
        .param(UUID.fromString(userId))
        .query(String.class)
        .single();
  }

  private static JsonNode keysByKek(Api.Answer answer) {
    return answer.expect(200).body().get("keysByKek");
  }

  private JsonNode inClear() {
    return operator()
        .get("/actuator/personaldata/forget-clear-text")
        .expect(200)
        .body()
        .get("inClear");
  }

  private void awaitAllRead() {
    for (String projection : List.of("user-projection", "notification-projection")) {
      TrackingEventProcessor processor = processor(projection);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  processor.processingStatus().values().stream()
                      .allMatch(
                          status ->
                              status.isCaughtUp()
                                  && status.getCurrentPosition().orElse(-1) >= head()));
    }
  }

  private long head() {
    return jdbc.sql("select max(global_index) from event_store.domain_event")
        .query(Long.class)
        .single();
  }

  /** All rows of all tables, bytes as the text that they are. */
  private Map<String, String> dump() {
    return jdbc
        .sql(
            """
            select table_schema || '.' || table_name from information_schema.tables
            where table_type = 'BASE TABLE'
              and table_schema not in ('pg_catalog', 'information_schema')""")
        .query(String.class)
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                table -> table,
                table ->
                    jdbc.sql("select * from " + table).query().listOfRows().stream()
                        .flatMap(row -> row.values().stream())
                        .map(SealingIT::text)
                        .collect(Collectors.joining("\n"))));
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  private static void expectNowhere(String word, Map<String, String> tables) {
    assertThat(tables).hasSizeGreaterThan(20);
    tables.forEach(
        (table, rows) -> assertThat(rows.toLowerCase(Locale.ROOT)).as(table).doesNotContain(word));
  }
}
