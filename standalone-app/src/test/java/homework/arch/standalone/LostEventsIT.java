package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The events are restored to an older moment than the tables of the services. */
class LostEventsIT {

  private static final String ERROR = "user-projection has handled event ";

  @TempDir private Path folder;

  @Test
  void areToldByLogMetricAndHealthWhileWhatIsLeftIsAnswered() throws SQLException {
    try (EmbeddedDatabase database = TestDatabase.start(folder);
        AppProcess app = launch(database).awaitReady()) {
      OrderStory.Ending ending = new OrderStory(new Api(app::url)).play();
      app.awaitCaughtUp();
      assertThat(app.health("")).isEqualTo("UP");
      assertThat(app.management("/actuator/prometheus")).contains(gauge("user-projection", "0.0"));
      app.stop();
      forgetTheLast(3, database);

      try (AppProcess again = launch(database).awaitReady()) {
        again.awaitOutput(ERROR);
        Awaitility.await().untilAsserted(() -> assertThat(again.health("")).isEqualTo("DOWN"));
        assertThat(lost(again)).hasSizeGreaterThan(5).allMatch(lost -> lost.asLong() == 3);
        assertThat(again.management("/actuator/prometheus"))
            .contains(gauge("user-projection", "3.0"));
        assertThat(again.health("readiness")).isEqualTo("UP");
        new OrderStory(new Api(again::url)).expectAllIsThere(ending);

        again.management().post("/actuator/processors/user-projection/replay", "{}").expect(202);
        again.awaitOutput("user-projection has gone back to event ");
        assertThat(again.management("/actuator/prometheus"))
            .contains(gauge("user-projection", "0.0"));
        assertThat(again.output().split(ERROR, -1)).as("told once").hasSize(2);
      }
    }
  }

  private AppProcess launch(EmbeddedDatabase database) {
    return AppProcess.launch(
        folder,
        Map.of(
            "SPRING_DATASOURCE_URL", database.getJdbcUrl(),
            "SPRING_DATASOURCE_USERNAME", database.getUsername()));
  }

  private static void forgetTheLast(int number, EmbeddedDatabase database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          delete from event_store.domain_event where global_index in (
            select global_index from event_store.domain_event order by global_index desc limit %d)
          """
              .formatted(number));
    }
  }

  private static String gauge(String processor, String value) {
    return "arch_processor_ahead{processor=\"%s\",service=\"users\"} %s"
        .formatted(processor, value);
  }

  private static Iterable<JsonNode> lost(AppProcess app) {
    return app.management()
        .get("/actuator/health")
        .body()
        .at("/components/lostEvents/details")
        .values()
        .iterator()
        .next();
  }
}
