package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four services in four processes, which speak through a real Axon Server. */
class AxonServerIT {

  @TempDir private Path folder;
  private EmbeddedDatabase database;
  private Wire wire;
  private FourServices services;

  @BeforeEach
  void start() {
    database = EmbeddedDatabase.start(folder.resolve("database"));
    wire = Wire.to(AxonServer.address());
    wire.mend();
    services = new FourServices(folder, database, wire.address());
  }

  @AfterEach
  void stop() {
    services.close();
    wire.close();
    database.close();
  }

  @Test
  void playsTheStoryAndFindsItAgainAfterAStopAndAKill() {
    services.start();
    OrderStory.Ending ending = new OrderStory(services.api()).play();
    new OrderStory(services.api()).playWithoutUser();
    services.forEach(service -> assertThat(service.stop()).isZero());

    services.start();
    new OrderStory(services.api()).expectAllIsThere(ending);
    services.forEach(AppProcess::kill);

    services.start();
    new OrderStory(services.api()).expectAllIsThere(ending);
    new OrderStory(services.api()).play();
  }

  @Test
  void goesOnWithWhatWasAcceptedWhenAxonServerReturns() {
    services.start();
    Api api = services.api();
    String userId = api.userWith("1000");
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      orders.add(api.order(userId, "10").expect(201).id("orderId"));
    }
    wire.cut();

    services.forEach(AppProcess::awaitUnready);
    services.forEach(service -> assertThat(service.health("liveness")).isEqualTo("UP"));
    long before = System.nanoTime();
    Api.Answer refused = api.order(userId, "10").expect(503);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
    assertThat(refused.retryAfter()).isNotEmpty();

    wire.mend();
    services.forEach(AppProcess::awaitReady);
    for (String order : orders) {
      assertThat(api.decidedOrder(order).id("status")).isEqualTo("APPROVED");
      assertThat(api.letterAbout(order).get("kind").asString()).isEqualTo("ORDER_APPROVED");
    }
    api.expectBalance(userId, "700");
    new OrderStory(api).play();
  }
}
