package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Projections are idempotent: the same events once more give the same tables. */
class ReplayIT extends InOneJvm {

  @Autowired private EventProcessingConfiguration processing;
  @Autowired private JdbcClient jdbc;

  static Stream<Arguments> projections() {
    return Stream.of(
        Arguments.of("user-projection", List.of("users.user_view")),
        Arguments.of(
            "account-projection", List.of("billing.account_view", "billing.operation_view")),
        Arguments.of("order-projection", List.of("orders.order_view")),
        Arguments.of("order-timeline", List.of("orders.timeline")),
        Arguments.of("notification-projection", List.of("notifications.notification_view")));
  }

  @ParameterizedTest
  @MethodSource("projections")
  void aProjectionReplayedTwiceGivesTheSameTables(String projection, List<String> tables) {
    OrderStory story = new OrderStory(api());
    story.play();
    story.playWithoutUser();
    awaitCaughtUp(projection);
    List<List<Map<String, Object>>> before = contents(tables);
    assertThat(before).allSatisfy(rows -> assertThat(rows).isNotEmpty());

    replay(projection);
    assertThat(contents(tables)).isEqualTo(before);
    replay(projection);
    assertThat(contents(tables)).isEqualTo(before);
  }

  private void replay(String projection) {
    TrackingEventProcessor processor = processor(projection);
    processor.shutDown();
    processor.resetTokens();
    processor.start();
    awaitCaughtUp(projection);
  }

  private void awaitCaughtUp(String projection) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !processor(projection).processingStatus().isEmpty()
                    && processor(projection).processingStatus().values().stream()
                        .allMatch(status -> status.isCaughtUp()));
  }

  private TrackingEventProcessor processor(String projection) {
    return processing.eventProcessor(projection, TrackingEventProcessor.class).orElseThrow();
  }

  private List<List<Map<String, Object>>> contents(List<String> tables) {
    return tables.stream()
        .map(table -> jdbc.sql("select * from " + table + " order by 1").query().listOfRows())
        // An event that was committed after a younger one has the younger one's place the first
        // time, and its own at a replay; events that follow from each other keep their order.
        .map(rows -> rows.stream().peek(row -> row.remove("stream_position")).toList())
        .toList();
  }
}
