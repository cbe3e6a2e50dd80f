package homework.arch.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link ChaosIT}, with the four services in processes of their own: each of them is killed, and
 * Axon Server is cut off, while callers are at work. The audit is order-app's.
 */
@Tag("chaos")
class ChaosOfFourServicesIT {

  private @Nullable EmbeddedDatabase database;
  private Wire wire;
  private FourServices services;

  @BeforeEach
  void start(@TempDir Path folder) {
    String axonServer = AxonServer.addressOrLeaveOut("faults of the four services");
    database = TestDatabase.start(folder);
    wire = Wire.to(axonServer);
    wire.mend();
    services = new FourServices(folder, database, wire.address());
    services.launchAll().forEach(service -> service.awaitReady().awaitCaughtUp());
  }

  @AfterEach
  void stop() {
    if (database != null) {
      services.close();
      wire.close();
      database.close();
    }
  }

  @Test
  void eachServiceIsKilledAndAxonServerIsCutOff() throws Exception {
    Clients clients = new Clients(services.api()).start();
    for (String service : List.of("billing-app", "order-app", "notification-app", "user-app")) {
      services.get(service).kill();
      TimeUnit.SECONDS.sleep(2);
      services.launch(service).awaitReady();
    }
    wire.cut();
    services.forEach(AppProcess::awaitUnready);
    wire.mend();
    services.forEach(AppProcess::awaitReady);
    Clients.Result result = clients.stop();

    // What earlier tests have left in this Axon Server is audited as well.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(services.get("order-app").management()::expectThatTheAuditHolds);
    ChaosTable table = new ChaosTable();
    table.add("each of the four services killed, Axon Server cut off", result, true);
    table.print();
  }
}
