package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Projections are idempotent: the same events once more give the same tables. */
class ReplayIT extends InOneJvm {

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

  private List<List<Map<String, Object>>> contents(List<String> tables) {
    return tables.stream()
        .map(table -> jdbc.sql("select * from " + table + " order by 1").query().listOfRows())
        // An event that was committed after a younger one has the younger one's place the first
        // time, and its own at a replay; events that follow from each other keep their order.
        .map(rows -> rows.stream().peek(row -> row.remove("stream_position")).toList())
        .toList();
  }
}
