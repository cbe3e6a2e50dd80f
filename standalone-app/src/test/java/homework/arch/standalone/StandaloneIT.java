package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as a user has it: started, stopped, killed and started again. */
class StandaloneIT {

  @TempDir private Path folder;

  @Test
  void playsTheStoryAndFindsItAgainAfterAStopAndAfterAKill() {
    AppProcess first = AppProcess.start(folder);
    OrderStory.Ending ending;
    String key = "a-deposit-to-remember";
    Api.Answer deposit;
    String other;
    try (first) {
      Api api = new Api(first::url);
      OrderStory story = new OrderStory(api);
      ending = story.play();
      story.playWithoutUser();
      other = api.userWith("5");
      deposit = api.deposit(other, "7", "Idempotency-Key", key).expect(201);
    }
    assertThat(first.output()).doesNotContain("WARN").doesNotContain("ERROR");

    try (AppProcess second = AppProcess.start(folder)) {
      Api api = new Api(second::url);
      new OrderStory(api).expectAllIsThere(ending);
      assertThat(api.deposit(other, "7", "Idempotency-Key", key)).isEqualTo(deposit);
      assertThat(api.deposit(other, "8", "Idempotency-Key", key).expect(422).id("type"))
          .isEqualTo("urn:problem:idempotency-key-reused");
      api.expectBalance(other, "12");
      second.kill();
    }

    try (AppProcess third = AppProcess.start(folder)) {
      Api api = new Api(third::url);
      new OrderStory(api).expectAllIsThere(ending);
      new OrderStory(api).play();
      assertThat(third.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  @Test
  void losesAndDoublesNothingWhenItIsKilledWithOrdersUnderWay() {
    int orders = 60;
    String userId;
    List<String> orderIds = new ArrayList<>();
    try (AppProcess killed = AppProcess.start(folder)) {
      Api api = new Api(killed::url);
      userId = api.userWith("1000");
      for (int i = 0; i < orders; i++) {
        orderIds.add(api.order(userId, "10", "Idempotency-Key", "order-" + i).id("orderId"));
      }
      killed.kill();
    }
    try (AppProcess next = AppProcess.start(folder)) {
      Api api = new Api(next::url);
      List<String> repeated = new ArrayList<>();
      for (int i = 0; i < orders; i++) {
        repeated.add(api.order(userId, "10", "Idempotency-Key", "order-" + i).id("orderId"));
      }
      assertThat(repeated).isEqualTo(orderIds);
      for (String orderId : orderIds) {
        assertThat(api.decidedOrder(orderId).id("status")).isEqualTo("APPROVED");
        assertThat(api.mailAbout(orderId).get("kind").asString()).isEqualTo("ORDER_APPROVED");
      }
      api.expectBalance(userId, "400");
      assertThat(
              api.get("/accounts/" + userId + "/operations?size=200")
                  .body()
                  .get("page")
                  .get("totalElements")
                  .asInt())
          .isEqualTo(orders + 1);
    }
  }

  @Test
  void stopsCleanlyWithCallersStillWaiting() {
    try (AppProcess app = AppProcess.start(folder)) {
      Api api = new Api(app::url);
      String userId = api.userWith("100");
      CompletableFuture<Api.Answer> waiting =
          api.postAsync("/orders", Api.orderOf(userId, "1"), "Prefer", "wait=5");
      assertThat(waiting.join().status()).isEqualTo(201);
      app.stop();
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
    assertThat(folder.resolve("arch-axon-data/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void startsAfreshWhenAskedTo() {
    String userId;
    try (AppProcess app = AppProcess.start(folder)) {
      userId = new Api(app::url).userWith("1");
    }
    try (AppProcess app = AppProcess.start(folder, Map.of("ARCH_START_AFRESH", "true"))) {
      new Api(app::url).get("/users/" + userId).expect(404);
    }
  }

  @Test
  void tellsInOneSentenceThatThePortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      expectOneSentence(Map.of("SERVER_PORT", port), "Port " + port + " was already in use");
    }
  }

  @Test
  void tellsInOneSentenceThatTheFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "not a folder");
    expectOneSentence(Map.of("ARCH_DATA_FOLDER", file.resolve("data").toString()), "a-file");
  }

  @Test
  void tellsInOneSentenceThatTheDatabaseRefusesIt() {
    try (EmbeddedDatabase database = TestDatabase.start(folder)) {
      String nowhere = database.getJdbcUrl().replaceFirst("/[^/]*$", "/nowhere");
      expectOneSentence(
          Map.of(
              "SPRING_DATASOURCE_URL",
              nowhere,
              "SPRING_DATASOURCE_USERNAME",
              database.getUsername()),
          nowhere + " cannot be used: FATAL: database \"nowhere\" does not exist");
    }
  }

  @Test
  void tellsInOneSentenceThatTheSenderOfMailIsMissing() {
    expectOneSentence(Map.of("SPRING_MAIL_HOST", "127.0.0.1"), "arch.mail.from must be");
  }

  @Test
  void isStoppedWhileItWaitsForTheDatabase() {
    String url = "jdbc:postgresql://127.0.0.1:" + AppProcess.freePort() + "/nowhere";
    try (AppProcess waiting = AppProcess.launch(folder, Map.of("SPRING_DATASOURCE_URL", url))) {
      waiting.awaitOutput("Waiting for the database " + url);
      Instant told = Instant.now();
      waiting.stop();
      assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }
  }

  private void expectOneSentence(Map<String, String> environment, String part) {
    AppProcess failing = AppProcess.launch(folder, environment);
    try (failing) {
      assertThat(failing.awaitExit()).isNotZero();
    }
    List<String> told =
        failing
            .output()
            .lines()
            .filter(line -> !line.isBlank() && !line.contains(" INFO "))
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).startsWith("arch-axon could not start: ").contains(part);
  }
}
