package homework.arch.standalone;

import static homework.arch.testing.ScriptedMailServer.END;
import static homework.arch.testing.ScriptedMailServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import homework.arch.testing.ScriptedMailServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The standalone application with a mail server, which goes away and comes back. */
class MailIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final int port = AppProcess.freePort();
  private final GreenMail greenMail =
      new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private EmbeddedDatabase database;

  @BeforeEach
  void startDatabase() {
    database = TestDatabase.start(folder);
  }

  @AfterEach
  void stop() {
    greenMail.stop();
    database.close();
  }

  private AppProcess startApp() {
    Map<String, String> settings = new HashMap<>(AppProcess.mailTo(port));
    settings.putAll(TestDatabase.settings(database));
    settings.put("ARCH_MAIL_LONGEST_PAUSE", "2s");
    settings.put("ARCH_MAIL_ATTEMPTS", "100");
    return AppProcess.start(folder, settings);
  }

  @Test
  void eachMailArrivesOnceThoughTheServerGoesAwayAndTheApplicationIsKilled()
      throws MessagingException {
    String orderId;
    greenMail.start();
    try (AppProcess app = startApp()) {
      Api api = new Api(app::url);
      OrderStory.Ending ending = new OrderStory(api).play();
      awaitStatus(api, ending.approvedOrderId(), "SENT");
      awaitStatus(api, ending.rejectedOrderId(), "SENT");
      expectReceivedOnce(api.mailAbout(ending.approvedOrderId()));
      expectReceivedOnce(api.mailAbout(ending.rejectedOrderId()));
      assertThat(greenMail.getReceivedMessages()).hasSize(2);
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");

      greenMail.stop();
      orderId = api.order(ending.userId(), "1", "Prefer", "wait=20").expect(201).id("orderId");
      assertThat(api.mailAbout(orderId).get("status").asString()).isEqualTo("STORED");
      assertThat(app.health("readiness")).isEqualTo("UP");
      String mailId = api.mailAbout(orderId).get("notificationId").asString();
      Awaitility.await().atMost(PATIENCE).until(() -> outcomes(mailId).contains("DEFERRED"));

      // The process dies while nobody knows whether the server took the mail.
      try (ScriptedMailServer hanging = ScriptedMailServer.start(port).answers(END, SILENCE)) {
        Awaitility.await().atMost(PATIENCE).until(() -> hanging.messages().size() == 1);
        app.kill();
        assertThat(hanging.messages()).hasSize(1);
      }
      assertThat(outcomes(mailId)).endsWith("DEFERRED", "null");
      letTheClaimOfTheKilledEnd(mailId);
      assertThat(app.output()).doesNotContain("anna-").doesNotContain("ERROR");
    }

    greenMail.start();
    try (AppProcess app = startApp()) {
      Api api = new Api(app::url);
      awaitStatus(api, orderId, "SENT");
      JsonNode mail = api.mailAbout(orderId);
      assertThat(mail.has("failure")).isFalse();
      expectReceivedOnce(mail);
      List<String> outcomes = outcomes(mail.get("notificationId").asString());
      assertThat(outcomes).endsWith("null", "SENT").containsOnlyOnce("null", "SENT");
      assertThat(outcomes.subList(0, outcomes.size() - 2)).containsOnly("DEFERRED");
      assertThat(query("select count(*) from notifications.outbox")).containsExactly("0");
      // The audit knows that mail has left.
      app.management().expectThatTheAuditHolds();
    }
  }

  /** Its mail is left to it for twenty seconds, which need not be waited for. */
  private void letTheClaimOfTheKilledEnd(String mailId) {
    assertThat(
            query(
                """
                update notifications.outbox set next_attempt_at = now()
                where notification_id = '%s' and next_attempt_at > now()
                and next_attempt_at <= now() + interval '20 seconds' returning 1"""
                    .formatted(mailId)))
        .containsExactly("1");
  }

  private void awaitStatus(Api api, String orderId, String status) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> api.mailAbout(orderId).get("status").asString().equals(status));
  }

  private void expectReceivedOnce(JsonNode mail) throws MessagingException {
    String messageId = "<" + mail.get("notificationId").asString() + "@shop.example>";
    List<String> recipients = new ArrayList<>();
    for (MimeMessage message : greenMail.getReceivedMessages()) {
      if (messageId.equals(message.getMessageID())) {
        recipients.add(message.getHeader("To", ","));
      }
    }
    assertThat(recipients).containsExactly(mail.get("email").asString());
  }

  /** Of each attempt in turn, which are numbered without a gap. */
  private List<String> outcomes(String mailId) {
    String ofMail =
        " from notifications.delivery where notification_id = '%s' order by attempt"
            .formatted(UUID.fromString(mailId));
    List<String> numbers = query("select attempt - row_number() over (order by attempt)" + ofMail);
    assertThat(numbers).allMatch("0"::equals);
    return query("select coalesce(outcome, 'null')" + ofMail);
  }

  private List<String> query(String sql) {
    return TestDatabase.jdbc(database).queryForList(sql, String.class);
  }
}
