package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.testing.ScriptedMailServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * The data of the version before, which was killed at work, are read, and its work is gone on with.
 */
class UpgradeIT {

  private static final int UNDER_WAY_AT_ONCE = 24;

  @TempDir private Path folder;

  @Test
  void whatTheVersionBeforeLeftUnderWayIsBroughtToItsEndOnce() throws IOException {
    try (EmbeddedDatabase database = TestDatabase.start(folder);
        ScriptedMailServer mailServer = ScriptedMailServer.start()) {
      load(database);
      JdbcClient jdbc = JdbcClient.create(TestDatabase.jdbc(database));
      letOneSegmentPassOverAnOrderOfTheOther(jdbc);
      List<String> storedMail =
          strings(
              jdbc,
              "select notification_id from notifications.notification_view where status = 'STORED'");
      scheduleAsTheVersionBefore(jdbc, storedMail.get(0));
      List<String> orders =
          strings(
              jdbc,
              """
              select payload ->> 'orderId' from event_store.readable_event
              where event = 'OrderPlaced'""");
      assertThat(undecided(jdbc)).hasSizeGreaterThan(UNDER_WAY_AT_ONCE / 2);
      List<String> inTime = withTimeLeft(jdbc);
      assertThat(inTime).hasSizeGreaterThan(UNDER_WAY_AT_ONCE / 2);
      Map<String, String> settings = new HashMap<>(AppProcess.mailTo(mailServer.port()));
      settings.putAll(TestDatabase.settings(database));
      try (AppProcess app = AppProcess.start(folder, settings)) {
        Api api = new Api(app::url);

        String parkedOrder = orderOf(jdbc, "Boris");
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(undecided(jdbc))
                        .as(() -> app.output() + app.management("/actuator/deadletters"))
                        .containsExactly(parkedOrder));
        app.awaitCaughtUp();
        assertThat(
                strings(
                    jdbc, "select segment from orders.token where processor_name = 'order-saga'"))
            .containsExactly("0");
        // As one that runs beside this one for a while does.
        scheduleAsTheVersionBefore(jdbc, storedMail.get(1));
        expectToLeaveOnce(storedMail.subList(0, 2), mailServer, jdbc);
        expectWhatWasKeptToBeDone(api, jdbc);
        expectThatTheDeadLettersAreListedAndCanBeTriedAgain(app, api, jdbc);

        expectEachToBeDecidedOnce(jdbc, orders);
        assertThat(inTime)
            .allSatisfy(
                order ->
                    assertThat(api.get("/orders/" + order).id("status")).isEqualTo("APPROVED"));
        app.management().expectThatTheAuditHolds();
        expectNewWorkToBeDone(api, jdbc);
        app.management().expectThatTheAuditHolds();
        assertThat(app.output()).doesNotContain("ERROR", "@example.org");
      }
    }
  }

  private static void load(EmbeddedDatabase database) throws IOException {
    TestDatabase.jdbc(database)
        .execute(
            new ClassPathResource("upgrade/killed-at-work.sql")
                .getContentAsString(StandardCharsets.UTF_8));
  }

  /**
   * It was committed late, at a place that both had passed: the slower one has seen it since, as
   * none of its own orders; for the other one, whose order it is, the place is still a gap.
   */
  private static void letOneSegmentPassOverAnOrderOfTheOther(JdbcClient jdbc) {
    jdbc.sql("update event_store.domain_event set global_index = 90 where global_index = 110")
        .update();
    jdbc.sql(
            """
            update orders.token set token =
              convert_to(replace(convert_from(token, 'UTF8'), ',90]', ']'), 'UTF8')
            where processor_name = 'order-saga' and segment = 0""")
        .update();
    assertThat(
            strings(
                jdbc,
                """
                select segment from orders.token where processor_name = 'order-saga'
                  and convert_from(token, 'UTF8')::jsonb -> 'gaps' @> '[90]'"""))
        .containsExactly("1");
  }

  /** As db-scheduler did it. */
  private static void scheduleAsTheVersionBefore(JdbcClient jdbc, String notificationId) {
    jdbc.sql(
            """
            insert into notifications.scheduled_task
              (task_name, task_instance, execution_time, picked, version)
            values ('mail', ?, now(), false, 1)""")
        .param(notificationId)
        .update();
  }

  private static void expectToLeaveOnce(
      List<String> mails, ScriptedMailServer mailServer, JdbcClient jdbc) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        strings(
                            jdbc,
                            """
                            select task_instance from notifications.scheduled_task
                            union all select notification_id::text from notifications.outbox"""))
                    .isEmpty());
    assertThat(mails)
        .hasSize(2)
        .allSatisfy(
            id ->
                assertThat(mailServer.messages())
                    .filteredOn(
                        lines -> lines.contains("Message-ID: <%s@shop.example>".formatted(id)))
                    .hasSize(1));
  }

  /** Commands that were to be sent again, and events that were to be handled again. */
  private static void expectWhatWasKeptToBeDone(Api api, JdbcClient jdbc) {
    api.expectBalance(user(jdbc, "Flora"), "60");
    assertThat(api.get("/orders/" + orderOf(jdbc, "Flora")).id("status")).isEqualTo("APPROVED");
    api.mailAbout(orderOf(jdbc, "Flora"));
    api.mailAbout(orderOf(jdbc, "Gleb"));
    api.expectBalance(user(jdbc, "Emil"), "112");
    assertThat(api.get("/accounts/" + user(jdbc, "Emil") + "/operations").body().get("content"))
        .hasSize(3);
  }

  private static void expectThatTheDeadLettersAreListedAndCanBeTriedAgain(
      AppProcess app, Api api, JdbcClient jdbc) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(app.management().deadLetters()).hasSize(3));
    assertThat(app.management().deadLetters())
        .allSatisfy(
            item -> {
              assertThat(item.get("state").asString()).isEqualTo("PARKED");
              assertThat(item.get("cause").asString())
                  .isNotBlank()
                  .hasSizeLessThanOrEqualTo(500)
                  .doesNotContain("@");
            })
        .extracting(item -> item.get("of").asString() + " " + item.get("what").asString())
        .containsExactlyInAnyOrder(
            "order-saga DebitAccount",
            "order-saga SendNotification",
            "account-opening OpenAccount");
    api.expectBalance(user(jdbc, "Boris"), "100");

    for (JsonNode item : app.management().deadLetters()) {
      app.management()
          .post("/actuator/deadletters/" + item.get("id").asString() + "/retry", "{}")
          .expect(200);
    }
    assertThat(api.decidedOrder(orderOf(jdbc, "Boris")).id("status")).isEqualTo("APPROVED");
    api.expectBalance(user(jdbc, "Boris"), "60");
    api.mailAbout(orderOf(jdbc, "Boris"));
    api.mailAbout(orderOf(jdbc, "Clara"));
    api.expectBalance(user(jdbc, "Dora"), "0");
    assertThat(app.management().deadLetters()).isEmpty();
  }

  private static void expectEachToBeDecidedOnce(JdbcClient jdbc, List<String> orders) {
    assertThat(
            strings(
                jdbc,
                """
                select payload ->> 'orderId' from event_store.readable_event
                where event in ('OrderApproved', 'OrderRejected')"""))
        .containsExactlyInAnyOrderElementsOf(orders);
    assertThat(
            strings(
                jdbc,
                """
                select payload ->> 'orderId' from event_store.readable_event
                where event in ('AccountDebited', 'DebitRejected')"""))
        .isSubsetOf(orders)
        .doesNotHaveDuplicates();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        strings(
                            jdbc,
                            """
                            select order_id from notifications.notification_view
                            where kind <> 'ORDER_CANCELLED'"""))
                    .containsExactlyInAnyOrderElementsOf(orders));
  }

  private static void expectNewWorkToBeDone(Api api, JdbcClient jdbc) {
    String boris = user(jdbc, "Boris");
    // What was answered before is answered so again.
    assertThat(
            api.deposit(boris, "100", "Idempotency-Key", "deposit-of-Boris")
                .expect(201)
                .money("balance"))
        .isEqualByComparingTo("100");
    api.expectBalance(boris, "60");
    assertThat(api.order(boris, "20", "Prefer", "wait=10").expect(201).id("status"))
        .isEqualTo("APPROVED");
    api.expectBalance(boris, "40");
    assertThat(
            api.post("/orders/" + orderOf(jdbc, "Flora") + "/cancellation", "{}")
                .expect(202)
                .id("status"))
        .isEqualTo("CANCELLED");
    api.expectBalance(user(jdbc, "Flora"), "100");
    OrderStory story = new OrderStory(api);
    story.expectAllIsThere(story.play());
  }

  private static List<String> undecided(JdbcClient jdbc) {
    return strings(
        jdbc,
        """
        select payload ->> 'orderId' from event_store.readable_event where event = 'OrderPlaced'
        except
        select payload ->> 'orderId' from event_store.readable_event
        where event in ('OrderApproved', 'OrderRejected')""");
  }

  /**
   * Those whose deadline is known: from their row and the saga's deadline, or from the event if it
   * comes to the read model only now. The others had half a minute.
   */
  private static List<String> withTimeLeft(JdbcClient jdbc) {
    List<String> orders = new ArrayList<>(undecided(jdbc));
    orders.removeAll(
        strings(
            jdbc,
            """
            select order_id from orders.order_view where status = 'PENDING' and not exists (
              select from orders.scheduled_task
              where position(order_id::text in convert_from(task_data, 'UTF8')) > 0)"""));
    return orders;
  }

  private static String user(JdbcClient jdbc, String name) {
    return strings(jdbc, "select user_id from users.user_view where name = '" + name + "'").get(0);
  }

  private static String orderOf(JdbcClient jdbc, String name) {
    return strings(
            jdbc,
            """
            select payload ->> 'orderId' from event_store.readable_event
            where event = 'OrderPlaced' and payload ->> 'userId' = '%s'"""
                .formatted(user(jdbc, name)))
        .get(0);
  }

  private static List<String> strings(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }
}
