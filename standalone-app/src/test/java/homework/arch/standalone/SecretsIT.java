package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Passwords, tokens and e-mail addresses are in no line of the log, no error and no metric, even at
 * the DEBUG level, which has all lines of the others.
 */
class SecretsIT {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "SPRING_DATASOURCE_PASSWORD", "secret-of-the-database",
          "AXON_AXONSERVER_TOKEN", "secret-of-axon-server",
          "SPRING_MAIL_PASSWORD", "secret-of-the-mail",
          "LOGGING_LEVEL_HOMEWORK_ARCH", "DEBUG");

  /** What must be nowhere: what all the secrets begin with, and all the addresses. */
  private static final List<String> SECRETS = List.of("secret-of-", "not-to-be-logged");

  private static final String ADDRESS = "Not-To-Be-Logged@example.org";

  @TempDir private Path folder;

  @Test
  void areNowhereWhateverHappens() {
    try (EmbeddedDatabase database = TestDatabase.start(folder);
        Wire wire = Wire.to(database);
        AppProcess app = AppProcess.launch(folder, settings(database, wire))) {
      app.awaitOutput("Waiting for the database");
      wire.mend();
      app.awaitReady();
      Api api = new Api(app::url);
      List<String> told = new ArrayList<>();

      String userId = api.userWithAccount("Anna", ADDRESS);
      api.deposit(userId, "10").expect(201);
      told.add(api.withdraw(userId, "11").expect(422).text());
      told.add(register(api, ADDRESS).expect(409).text());
      told.add(register(api, ADDRESS.toLowerCase(Locale.ROOT)).expect(409).text());
      told.add(register(api, "@" + ADDRESS).expect(400).text());
      told.add(register(api, ADDRESS + "\\n" + ADDRESS).expect(400).text());
      told.add(api.post("/users", "{\"email\":{\"" + ADDRESS + "\":1}}").expect(400).text());
      told.add(api.post("/users", "{\"email\":\"" + ADDRESS + "\"").expect(400).text());
      told.add(api.get("/users/" + ADDRESS).expect(400).body().get("errors").toString());
      String orderId = api.order(userId, "7", "Prefer", "wait=20").expect(201).id("orderId");
      assertThat(api.mailAbout(orderId).get("email").asString()).isEqualTo(ADDRESS);
      UUID repeated = UUID.randomUUID();
      register(api, "1-" + ADDRESS, "Idempotency-Key", repeated.toString()).expect(201);
      told.add(
          register(api, "2-" + ADDRESS, "Idempotency-Key", repeated.toString()).expect(422).text());

      wire.cut();
      app.awaitUnready();
      told.add(register(api, "3-" + ADDRESS).expect(503).text());
      told.add(app.management("/actuator/health"));
      wire.mend();
      app.awaitReady();

      told.add(app.management("/actuator/health"));
      told.add(app.management("/actuator/info"));
      told.add(app.management("/actuator/prometheus"));
      told.add(app.output());
      assertThat(app.output()).as("it is at the DEBUG level").contains("RegisterUser");
      assertThat(app.management("/actuator/prometheus"))
          .contains("axon_message_seconds_count{component=\"order-saga\",message=\"OrderPlaced\"")
          .contains("message=\"RegisterUser\",outcome=\"refused\"")
          .contains("axon_event_latency_seconds_count{component=\"order-projection\"");
      assertThat(told).allSatisfy(SecretsIT::expectNoSecretIn);
    }
  }

  @Test
  void areNowhereWhenAxonServerIsAway() {
    try (EmbeddedDatabase database = TestDatabase.start(folder);
        Wire wire = Wire.to(database)) {
      wire.mend();
      Map<String, String> settings = settings(database, wire);
      settings.put("AXON_AXONSERVER_SERVERS", "127.0.0.1:" + AppProcess.freePort());
      try (AppProcess app = AppProcess.launch("user-app", folder, settings)) {
        app.awaitOutput("Waiting for Axon Server");
        expectNoSecretIn(register(new Api(app::url), ADDRESS).expect(503).text());
        expectNoSecretIn(app.management("/actuator/health"));
        expectNoSecretIn(app.management("/actuator/prometheus"));
        expectNoSecretIn(app.output());
      }
    }
  }

  private static Map<String, String> settings(EmbeddedDatabase database, Wire wire) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put(
        "SPRING_DATASOURCE_URL",
        "jdbc:postgresql://" + wire.address() + "/postgres?password=secret-of-the-url");
    settings.put("SPRING_DATASOURCE_USERNAME", database.getUsername());
    return settings;
  }

  private static Api.Answer register(Api api, String email, String... headers) {
    return api.post("/users", "{\"name\":\"Anna\",\"email\":\"%s\"}".formatted(email), headers);
  }

  private static void expectNoSecretIn(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    for (String secret : SECRETS) {
      int at = small.indexOf(secret);
      assertThat(at)
          .as(() -> text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100)))
          .isNegative();
    }
  }
}
