package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The four services in four processes, which speak through a real Axon Server: the one that
 * -Daxon-server=host:port names, or one that Docker starts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AxonServerIT {

  private static final int SIGTERM = 128 + 15;

  private @Nullable EmbeddedDatabase database;
  private Wire wire;
  private FourServices services;
  private Api api;

  @BeforeAll
  void start(@TempDir Path folder) {
    String axonServer = AxonServer.addressOrLeaveOut("the four services through Axon Server");
    database = TestDatabase.start(folder);
    wire = Wire.to(axonServer);
    services = new FourServices(folder, database, wire.address());
    api = services.api();
  }

  @AfterAll
  void stop() {
    if (database != null) {
      services.close();
      wire.close();
      database.close();
    }
  }

  @Test
  @Order(1)
  void becomeReadyWhenAxonServerComes() {
    services.launchAll();
    services.forEach(service -> service.awaitOutput("Waiting for Axon Server " + wire.address()));
    services.forEach(
        service -> {
          assertThat(service.health("liveness")).isEqualTo("UP");
          assertThat(service.health("readiness")).isEqualTo("DOWN");
        });
    wire.mend();
    services.forEach(service -> service.awaitReady().awaitCaughtUp());
  }

  @Test
  @Order(2)
  void playTheStoryAndFindItAgainAfterAStopAndAKill() {
    OrderStory.Ending ending = new OrderStory(api).play();
    new OrderStory(api).playWithoutUser();
    services.forEach(service -> assertThat(service.stop()).isEqualTo(SIGTERM));

    services.launchAll().forEach(AppProcess::awaitReady);
    new OrderStory(api).expectAllIsThere(ending);
    services.forEach(AppProcess::kill);

    services.launchAll().forEach(AppProcess::awaitReady);
    new OrderStory(api).expectAllIsThere(ending);
    new OrderStory(api).play();
  }

  @Test
  @Order(3)
  void goOnWithWhatWasAcceptedWhenAxonServerReturns() {
    String userId = api.userWith("1000");
    List<String> orders = placeOrders(userId, 30);
    wire.cut();

    services.forEach(AppProcess::awaitUnready);
    services.forEach(service -> assertThat(service.health("liveness")).isEqualTo("UP"));
    long before = System.nanoTime();
    Api.Answer refused = api.order(userId, "10").expect(503);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
    assertThat(refused.retryAfter()).isNotEmpty();

    wire.mend();
    services.forEach(AppProcess::awaitReady);
    expectApproved(userId, orders, "700");
    services.forEach(service -> assertThat(service.output()).doesNotContain("\tat "));
    new OrderStory(api).play();
  }

  /** Each is told to stop while orders are on their way through it, and started again. */
  @Test
  @Order(4)
  void loseNothingWhenOneAfterTheOtherIsReplaced() {
    String userId = api.userWith("1000");
    List<String> orders = new ArrayList<>();
    for (String service : List.of("billing-app", "notification-app", "order-app")) {
      orders.addAll(placeOrders(userId, 20));
      services.get(service).stop();
      assertThat(services.get(service).output()).doesNotContain("ERROR");
      services.launch(service).awaitReady();
    }
    expectApproved(userId, orders, "400");
  }

  /** Each has passed what others have handled, too: half of the events are nothing to a service. */
  @Test
  @Order(5)
  void haveNoLagWhenNothingIsLeftToDo() {
    services.forEach(AppProcess::awaitCaughtUp);
    services.forEach(
        service ->
            assertThat(service.management("/actuator/prometheus"))
                .contains("arch_processor_lag{")
                .doesNotContainPattern("arch_processor_lag\\{.*} (?!0\\.0)"));
  }

  private List<String> placeOrders(String userId, int number) {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      orders.add(api.order(userId, "10").expect(201).id("orderId"));
    }
    return orders;
  }

  private void expectApproved(String userId, List<String> orders, String balance) {
    for (String order : orders) {
      assertThat(api.decidedOrder(order).id("status")).isEqualTo("APPROVED");
      assertThat(api.mailAbout(order).get("kind").asString()).isEqualTo("ORDER_APPROVED");
    }
    api.expectBalance(userId, balance);
  }
}
