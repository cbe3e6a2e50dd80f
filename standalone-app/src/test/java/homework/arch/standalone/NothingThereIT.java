package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is started before PostgreSQL and Axon Server are there. */
class NothingThereIT {

  /** Of a start, of what is waited for, and of two requests that are refused. */
  private static final int MOST_LINES = 16;

  @TempDir private Path folder;

  @Test
  void waitsSaysWhatForAndAnswersWithinSeconds() {
    String axonServer = "127.0.0.1:" + AppProcess.freePort();
    try (EmbeddedDatabase database = TestDatabase.start(folder);
        Wire wire = Wire.to(database);
        AppProcess service =
            AppProcess.launch(
                "order-app",
                folder,
                Map.of(
                    "SPRING_DATASOURCE_URL",
                    "jdbc:postgresql://" + wire.address() + "/postgres",
                    "SPRING_DATASOURCE_USERNAME",
                    database.getUsername(),
                    "AXON_AXONSERVER_SERVERS",
                    axonServer))) {
      service.awaitOutput("Waiting for the database jdbc:postgresql://" + wire.address());
      wire.mend();
      service.awaitOutput("The database is there.");
      service.awaitOutput("Waiting for Axon Server " + axonServer);
      assertThat(service.health("liveness")).isEqualTo("UP");
      assertThat(service.health("readiness")).isEqualTo("DOWN");

      Api api = new Api(service::url);
      long before = System.nanoTime();
      Api.Answer refused = api.order(UUID.randomUUID().toString(), "1").expect(503);
      assertThat(refused.retryAfter()).isNotEmpty();
      api.get("/orders/" + UUID.randomUUID()).expect(503);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(16));

      assertThat(service.output().lines())
          .as("one line each for what is waited for, and no stack traces")
          .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by:"))
          .hasSizeLessThan(MOST_LINES);

      long told = System.nanoTime();
      service.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(20));
    }
  }
}
