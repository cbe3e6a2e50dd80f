package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The audit of real data: it holds while all is right, and names what was spoilt. */
class AuditIT {

  /** Nobody works on spoilt data, so nothing is waited for. */
  private static final Map<String, String> NO_LAG = Map.of("ARCH_AUDIT_LAG", "0s");

  private static final UUID STRANGER = UUID.fromString("0e000000-0000-4000-8000-000000000001");

  @TempDir private Path folder;

  @Test
  void holdsWhileTheApplicationRunsAndAfterAKillAndNamesEveryFaultThatIsPlanted() {
    OrderStory.Ending ending;
    String other;
    try (AppProcess app = AppProcess.start(folder)) {
      Api api = new Api(app::url);
      OrderStory story = new OrderStory(api);
      ending = story.play();
      story.playWithoutUser();
      other = api.userWith("100");
      api.withdraw(other, "60").expect(201);
      api.withdraw(other, "60").expect(422);

      Set<String> workers = workers();
      assertThat(workers).hasSize(1);
      AuditProcess running = AuditProcess.run(folder, Map.of());
      assertThat(workers()).as("who works is left at it").isEqualTo(workers);
      assertThat(running.exitCode()).as(running.report() + running.log()).isZero();
      assertThat(running.report())
          .contains(
              "1100.50 deposited + 0.00 refunded - 60.00 withdrawn - 900.05 paid = 140.45 RUB;"
                  + " accounts: 2")
          .contains("approved: 1, paid once; rejected: 2, cancelled: 0, not paid or refunded");
      assertThat(running.report().lines())
          .allMatch(line -> line.startsWith("holds  ") || line.startsWith("All holds, after "));

      CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> order(20, api, other));
      do {
        app.management().expectThatTheAuditHolds();
      } while (!traffic.isDone());
      traffic.join();

      order(20, api, other);
      app.kill();
    }

    AuditProcess killed = AuditProcess.run(folder, NO_LAG);
    assertThat(killed.exitCode()).as(killed.report() + killed.log()).isZero();
    assertThat(killed.report())
        .contains("approved: 41, paid once; rejected: 2, cancelled: 0")
        .contains("940.05 paid = 100.45 RUB")
        .contains("decided: 43 of 43 orders");
    assertThat(folder.resolve("arch-axon-data/data/postmaster.pid")).doesNotExist();

    namesEveryFault(ending, other);
  }

  /** The processes that have event processors. */
  private Set<String> workers() {
    return new HashSet<>(
        TestDatabase.jdbc(EmbeddedDatabase.urlOfRunning(folder.resolve("arch-axon-data")))
            .queryForList(
                "select owner from orders.token union select owner from billing.token",
                String.class));
  }

  private static void order(int times, Api api, String userId) {
    for (int i = 0; i < times; i++) {
      api.order(userId, "1").expect(201);
    }
  }

  private void namesEveryFault(OrderStory.Ending ending, String other) {
    String approved = ending.approvedOrderId();
    String rejected = ending.rejectedOrderId();
    String anna = ending.userId();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("arch-axon-data"))) {
      JdbcTemplate sql = TestDatabase.jdbc(database);
      String second = STRANGER.toString();
      // As a process that decided wrongly would have written them.
      appendCopy(sql, "AccountDebited", approved, "account-" + anna, "operationId", second);
      appendCopy(sql, "NotificationSent", rejected, second, "notificationId", second);
      sql.execute(
          """
          update event_store.domain_event set payload = convert_to(
            replace(convert_from(payload, 'UTF8'), '"amount":10000', '"amount":10001'), 'UTF8')
          where payload_type like '%FundsDeposited' and aggregate_identifier = 'account-"""
              + other
              + "'");
      String late = UUID.randomUUID().toString();
      sql.execute(
          """
          insert into event_store.domain_event (aggregate_identifier, sequence_number, type,
            event_identifier, time_stamp, payload_type, payload_revision, payload, meta_data)
          select '%1$s', 0, type, '%1$s', time_stamp, payload_type, payload_revision,
            convert_to(jsonb_set(replace(convert_from(payload, 'UTF8'), '%2$s', '%1$s')::jsonb,
              '{decideBy}', '"2026-01-01T00:00:00Z"')::text, 'UTF8'), meta_data
          from event_store.domain_event
          where aggregate_identifier = '%2$s' and sequence_number = 0"""
              .formatted(late, rejected));
      String silent =
          sql.queryForObject(
              "select order_id from orders.order_view where status = 'APPROVED' and order_id <> '"
                  + approved
                  + "' order by order_id limit 1",
              String.class);
      sql.execute(
          "delete from event_store.domain_event where payload_type like '%NotificationSent'"
              + " and convert_from(payload, 'UTF8') like '%"
              + silent
              + "%'");
      sql.execute("delete from notifications.notification_view where order_id = '" + silent + "'");
      sql.execute("update users.user_view set name = 'sealed:Anne' where user_id = '" + anna + "'");
      sql.execute(
          "update billing.account_view set balance = balance + 1 where user_id = '" + other + "'");
      sql.execute("insert into billing.account_view values ('" + STRANGER + "', 5, now(), now())");
      sql.execute(
          "insert into billing.operation_view values ('"
              + STRANGER
              + "', '"
              + STRANGER
              + "', 1, 'DEPOSIT', 5, 5, null, now())");
      sql.execute(
          "update orders.order_view set status = 'REJECTED' where order_id = '" + approved + "'");

      AuditProcess spoilt =
          AuditProcess.run(
              folder,
              Map.of(
                  "SPRING_DATASOURCE_URL",
                  database.getJdbcUrl(),
                  "SPRING_DATASOURCE_USERNAME",
                  database.getUsername(),
                  "ARCH_AUDIT_UNDER_WAY",
                  "0s",
                  "ARCH_AUDIT_LAG",
                  "0s",
                  // Nobody handles the planted events.
                  "ARCH_WORK",
                  "false"));

      assertThat(spoilt.exitCode()).as(spoilt.report() + spoilt.log()).isEqualTo(1);
      assertThat(spoilt.report())
          .contains("FAILS  payments", approved + " is APPROVED and was paid 2 times")
          .contains("FAILS  mails", rejected + " has 2 mails ORDER_REJECTED")
          .contains("FAILS  money", other + " has the balance 100.00 after the DEPOSIT")
          .contains("its events make it 100.01")
          .contains("FAILS  operations")
          .contains("FAILS  deadlines", late + " was to be decided by 2026-01-01T00:00:00Z")
          .contains(silent + " has no mail ORDER_APPROVED")
          .contains("FAILS  user rows", anna + " has the name sealed:Anne in the read model")
          .contains("FAILS  account rows")
          .contains(STRANGER + " is in the read model, but no event tells of it")
          .contains("FAILS  entry rows")
          .contains("FAILS  order rows", approved + " has the status REJECTED in the read model")
          .contains("checks fail, after");
    }
  }

  /** Appends an event once more, with one other id in it, as the last event of a stream. */
  private static void appendCopy(
      JdbcTemplate sql, String event, String about, String stream, String field, String id) {
    sql.execute(
        """
        insert into event_store.domain_event (aggregate_identifier, sequence_number, type,
          event_identifier, time_stamp, payload_type, payload_revision, payload, meta_data)
        select '%1$s',
          coalesce((select max(sequence_number) + 1 from event_store.domain_event
            where aggregate_identifier = '%1$s'), 0),
          type, '%2$s %4$s', time_stamp, payload_type, payload_revision,
          convert_to(jsonb_set(convert_from(payload, 'UTF8')::jsonb, '{%5$s}',
            to_jsonb('%2$s'::text))::text, 'UTF8'), meta_data
        from event_store.domain_event
        where payload_type like '%%%4$s' and convert_from(payload, 'UTF8') like '%%%3$s%%'"""
            .formatted(stream, id, about, event, field));
  }

  @Test
  void tellsInOneSentenceThatThereIsNothingToAudit() {
    AuditProcess nothing = AuditProcess.run(folder, NO_LAG);

    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.report()).isEmpty();
    assertThat(nothing.log()).contains("There is nothing to audit in " + folder.toAbsolutePath());
    assertThat(Files.exists(folder.resolve("arch-axon-data"))).isFalse();
  }
}
