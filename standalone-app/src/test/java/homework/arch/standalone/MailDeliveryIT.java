package homework.arch.standalone;

import static homework.arch.testing.ScriptedMailServer.END;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.notification.DeliveryRequested;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.user.UserRegistered;
import homework.arch.testing.ScriptedMailServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** A mail server of many moods. */
class MailDeliveryIT extends InOneJvm {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;
  private static final AtomicInteger USERS = new AtomicInteger();
  private static final ScriptedMailServer SERVER = ScriptedMailServer.start();

  @Autowired private EventStore events;
  @Autowired private TransactionTemplate transaction;

  @DynamicPropertySource
  static void server(DynamicPropertyRegistry properties) {
    properties.add("arch.data-folder", () -> "target/mail-delivery");
    properties.add("spring.mail.host", () -> "127.0.0.1");
    properties.add("spring.mail.port", SERVER::port);
    properties.add("arch.mail.from", () -> "The shop <mail@shop.example>");
    properties.add("arch.mail.first-pause", () -> "100ms");
    properties.add("arch.mail.attempts", () -> ATTEMPTS);
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static String newAddress() {
    return "user-" + USERS.incrementAndGet() + "@example.com";
  }

  private String user(String name, String email) {
    return api()
        .post("/users", "{\"name\":\"%s\",\"email\":\"%s\"}".formatted(name, email))
        .expect(201)
        .id("userId");
  }

  /** Sends a mail, and gives its view when it is no longer on its way. */
  private JsonNode endOfMailTo(String userId) {
    Api.Answer stored =
        api()
            .post(
                "/notifications",
                "{\"userId\":\"%s\",\"subject\":\"Hello\",\"text\":\"Hi\"}".formatted(userId))
            .expect(201);
    assertThat(stored.id("status")).isEqualTo("STORED");
    return endOfMail(userId);
  }

  private JsonNode endOfMail(String userId) {
    Api api = api();
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> api.get("/notifications?userId=" + userId).body().get("content").path(0),
            mail -> List.of("SENT", "FAILED").contains(mail.path("status").asString()));
  }

  private List<String> outcomes(JsonNode mail) {
    return jdbc.sql(
            "select outcome from notifications.delivery where notification_id = ? order by attempt")
        .param(UUID.fromString(mail.get("notificationId").asString()))
        .query(String.class)
        .list();
  }

  private static List<String> recipients() {
    return SERVER.commands().stream().filter(command -> command.startsWith("RCPT")).toList();
  }

  @Test
  void whatIsRefusedHasFailedAtOnceWithItsCause() {
    String email = newAddress();
    String userId = user("Ann", email);
    SERVER.answersFirst("RCPT", "550 5.1.1 <" + email + ">: no such user");
    double before = failedMails();

    JsonNode mail = endOfMailTo(userId);

    assertThat(mail.get("status").asString()).isEqualTo("FAILED");
    assertThat(mail.get("failure").asString())
        .isEqualTo("The mail server answered: 550 5.1.1 (address): no such user");
    assertThat(outcomes(mail)).containsExactly("REFUSED");
    Awaitility.await().atMost(PATIENCE).until(() -> failedMails() > before);
  }

  @Test
  void whatIsDeferredIsTriedAgainUntilItIsTaken() {
    String userId = user("Ann", newAddress());
    SERVER.answersFirst(END, "451 later", "452 full");

    JsonNode mail = endOfMailTo(userId);

    assertThat(mail.get("status").asString()).isEqualTo("SENT");
    assertThat(mail.has("failure")).isFalse();
    assertThat(outcomes(mail)).containsExactly("DEFERRED", "DEFERRED", "SENT");
  }

  @Test
  void whatIsDeferredTooOftenHasFailedWithTheLastCause() {
    String userId = user("Ann", newAddress());
    SERVER.answersFirst("RCPT", "450 one", "450 two", "450 three");

    JsonNode mail = endOfMailTo(userId);

    assertThat(mail.get("status").asString()).isEqualTo("FAILED");
    assertThat(mail.get("failure").asString()).isEqualTo("The mail server answered: 450 three");
    assertThat(outcomes(mail)).hasSize(ATTEMPTS).containsOnly("DEFERRED");
  }

  /** The mail was stored before the erasure, or the address book had not heard of it. */
  @Test
  void nothingIsSentToWhomNobodyCanReadAnyMore() {
    String userId = user("Ann", newAddress());
    endOfMailTo(userId);
    int before = recipients().size();
    jdbc.sql("update users.user_key set wrapped = null, kek = null where user_id = ?")
        .param(UUID.fromString(userId))
        .update();

    String orderId = api().order(userId, "1", "Prefer", "wait=20").expect(201).id("orderId");

    JsonNode mail = endOfMail(userId);
    assertThat(mail.get("orderId").asString()).isEqualTo(orderId);
    assertThat(mail.get("status").asString()).isEqualTo("FAILED");
    assertThat(mail.get("failure").asString()).isEqualTo("The user was erased.");
    assertThat(mail.get("email").isNull()).isTrue();
    assertThat(recipients()).hasSize(before);
    api()
        .post(
            "/notifications",
            "{\"userId\":\"%s\",\"subject\":\"Hello\",\"text\":\"Hi\"}".formatted(userId))
        .expect(404);
  }

  @Test
  void anEventThatComesOnceMoreMailsNothing() {
    String email = newAddress();
    JsonNode mail = endOfMailTo(user("Ann", email));
    int before = SERVER.messages().size();
    TrackingEventProcessor processor = processor("mail-delivery");

    processor.shutDown();
    transaction.executeWithoutResult(status -> processor.resetTokens());
    processor.start();
    // What comes after the repeats has been mailed: the repeats are over.
    endOfMailTo(user("Bob", newAddress()));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                jdbc.sql("select count(*) from notifications.outbox").query(Integer.class).single()
                    == 0);

    assertThat(SERVER.messages()).hasSize(before + 1);
    assertThat(outcomes(mail)).containsExactly("SENT");
    assertThat(recipients()).containsOnlyOnce("RCPT TO:<" + email + ">");
  }

  @Test
  void aNameWithLineBreaksMakesNoHeader() {
    String email = newAddress();
    int before = SERVER.messages().size();

    JsonNode mail = endOfMailTo(user("Ann\\r\\nBcc: eve@example.com\\r\\n\\r\\n.\\r\\n", email));

    assertThat(mail.get("status").asString()).isEqualTo("SENT");
    assertThat(SERVER.messages()).hasSize(before + 1);
    assertThat(SERVER.messages().get(before))
        .contains("To: " + email)
        .noneMatch(line -> line.contains("eve"));
    assertThat(recipients()).noneMatch(command -> command.contains("eve"));
  }

  /** As who can write to the event store may have put it there. */
  @Test
  void eventsWithLineBreaksMakeNoHeaderAndNoRecipient() {
    int before = SERVER.messages().size();
    UUID ofSubject = planted("victim@example.com", "Hello\r\nBcc: eve@example.com\r\n\r\nHi");
    UUID ofAddress = planted("victim@example.com>\r\nRCPT TO:<eve@example.com", "Hello");

    assertThat(endOfMail(ofSubject.toString()).get("status").asString()).isEqualTo("SENT");
    JsonNode refused = endOfMail(ofAddress.toString());

    assertThat(refused.get("status").asString()).isEqualTo("FAILED");
    assertThat(refused.get("failure").asString())
        .isEqualTo("The address is none that mail can be sent to.");
    assertThat(SERVER.messages()).hasSize(before + 1);
    assertThat(SERVER.messages().get(before))
        .contains("Subject: Hello Bcc: eve@example.com Hi")
        .noneMatch(line -> line.startsWith("Bcc"));
    assertThat(recipients()).noneMatch(command -> command.contains("eve"));
  }

  /** Returns the user. */
  private UUID planted(String email, String subject) {
    UUID user = UUID.randomUUID();
    UUID mail = UUID.randomUUID();
    Instant now = Instant.now();
    transaction.executeWithoutResult(
        status -> {
          DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(null);
          plant("User", user, 0, new UserRegistered(user, "Ann", email, null, now));
          plant(
              "Notification",
              mail,
              0,
              new NotificationSent(
                  mail,
                  user,
                  null,
                  NotificationKind.DIRECT,
                  subject,
                  "How are you?",
                  null,
                  NotificationStatus.STORED,
                  now));
          plant("Notification", mail, 1, new DeliveryRequested(mail, user, null, now));
          work.commit();
        });
    return user;
  }

  private void plant(String type, UUID stream, long number, Object event) {
    events.publish(new GenericDomainEventMessage<>(type, stream.toString(), number, event));
  }

  @Test
  void deliveriesAreCountedByOutcome() {
    endOfMailTo(user("Ann", newAddress()));

    assertThat(metrics()).contains("arch_mail_deliveries_seconds_count{outcome=\"sent\"}");
  }

  /** An order and a mail have been through, so that all metrics are there. */
  @Test
  void theOperatorsBookHasTheMetricsThatAreGivenAndNoOthers() {
    String userId = api().userWith("10");
    api().order(userId, "5", "Prefer", "wait=10").expect(201);
    endOfMail(userId);

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        OperationsBook.read()
                            .faultsOfMetrics(operator().text("/actuator/prometheus")))
                    .isEmpty());
    assertThat(OperationsBook.faultsOfDashboard(operator().text("/actuator/prometheus"))).isEmpty();
  }

  @Autowired private io.micrometer.prometheusmetrics.PrometheusMeterRegistry registry;

  private double failedMails() {
    return registry.get("arch.mails").tag("state", "failed").counter().count();
  }

  private String metrics() {
    return registry.scrape();
  }
}
