package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as a user has it: started, stopped, killed and started again. */
class StandaloneIT {

  private static final int ORDERS = 60;

  @TempDir private Path folder;

  /** One life after the other in the same folder: each start costs as much as all that it does. */
  @Test
  void losesAndDoublesNothingByAStopOrAKillWithOrdersUnderWayUntilItIsToStartAfresh() {
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
      CompletableFuture<Api.Answer> waiting =
          api.postAsync("/orders", Api.orderOf(other, "1"), "Prefer", "wait=5");
      assertThat(waiting.join().status()).isEqualTo(201);
    }
    assertThat(first.output()).doesNotContain("WARN").doesNotContain("ERROR");
    assertThat(folder.resolve("arch-axon-data/data/postmaster.pid")).doesNotExist();

    List<String> underWay;
    String userId;
    try (AppProcess second = AppProcess.start(folder)) {
      Api api = new Api(second::url);
      new OrderStory(api).expectAllIsThere(ending);
      assertThat(api.deposit(other, "7", "Idempotency-Key", key)).isEqualTo(deposit);
      assertThat(api.deposit(other, "8", "Idempotency-Key", key).expect(422).id("type"))
          .isEqualTo("urn:problem:idempotency-key-reused");
      api.expectBalance(other, "11");
      userId = api.userWith("1000");
      underWay = orderEach(api, userId);
      second.kill();
    }

    try (AppProcess third = AppProcess.start(folder)) {
      Api api = new Api(third::url);
      assertThat(orderEach(api, userId)).isEqualTo(underWay);
      for (String orderId : underWay) {
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
          .isEqualTo(ORDERS + 1);
      new OrderStory(api).expectAllIsThere(ending);
      new OrderStory(api).play();
      assertThat(third.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }

    Map<String, String> settings =
        Map.of("ARCH_START_AFRESH", "true", "MANAGEMENT_SERVER_ADDRESS", "0.0.0.0");
    try (AppProcess afresh = AppProcess.start(folder, settings)) {
      new Api(afresh::url).get("/users/" + userId).expect(404);
      // Nobody can crash an application that others can reach.
      afresh.management().post("/actuator/crash", "{}").expect(404);
      assertThat(afresh.health("liveness")).isEqualTo("UP");
    }
  }

  /** For 10 each, and with the same keys each time. */
  private static List<String> orderEach(Api api, String userId) {
    return IntStream.range(0, ORDERS)
        .mapToObj(i -> api.order(userId, "10", "Idempotency-Key", "order-" + i).id("orderId"))
        .toList();
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
    expectOneSentence(AppProcess.launch(folder, environment), part);
  }

  static void expectOneSentence(AppProcess failing, String part) {
    try (failing) {
      assertThat(failing.awaitExit()).isEqualTo(1);
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
