package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The events are restored to an older moment than the tables of the services. */
class LostEventsIT {

  private static final String ERROR = "user-projection has handled event ";

  @TempDir private Path folder;

  @Test
  void areToldByLogMetricAndHealthWhileWhatIsLeftIsAnswered() {
    try (EmbeddedDatabase database = TestDatabase.start(folder);
        AppProcess app = launch(database).awaitReady()) {
      OrderStory.Ending ending = new OrderStory(new Api(app::url)).play();
      awaitAllHandled(app, database);
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
    return AppProcess.launch(folder, TestDatabase.settings(database));
  }

  /** By their tokens: the lag was measured a moment ago. */
  private static void awaitAllHandled(AppProcess app, EmbeddedDatabase database) {
    Long last =
        TestDatabase.jdbc(database)
            .queryForObject("select max(global_index) from event_store.domain_event", Long.class);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        app.management().get("/actuator/processors").body().findValues("position"))
                    .extracting(JsonNode::asLong)
                    .containsOnly(last));
  }

  private static void forgetTheLast(int number, EmbeddedDatabase database) {
    TestDatabase.jdbc(database)
        .update(
            """
            delete from event_store.domain_event where global_index in (
              select global_index from event_store.domain_event order by global_index desc limit ?)
            """,
            number);
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
