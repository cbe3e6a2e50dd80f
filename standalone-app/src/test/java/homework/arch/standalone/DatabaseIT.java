package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homework.arch.platform.Migrations;
import homework.arch.platform.clock.ClockSkew;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What every connection to PostgreSQL keeps to. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseIT extends InOneJvm {

  @Autowired private DataSource dataSource;
  @Autowired private TransactionTemplate transaction;

  @Test
  void aStatementThatHangsOnALockEnds() throws Exception {
    try (Connection other = dataSource.getConnection();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("lock table users.user_view in access exclusive mode");

      CompletableFuture<Integer> caller =
          CompletableFuture.supplyAsync(() -> api().get("/users").status());
      long began = System.nanoTime();
      assertThatThrownBy(() -> jdbc.sql("select count(*) from users.user_view").query().singleRow())
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("lock timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
      assertThat(caller.join()).isEqualTo(503);
      other.rollback();
    }
    api().get("/users").expect(200);
  }

  @Test
  void aStatementThatTakesTooLongEnds() {
    assertThat(jdbc.sql("show statement_timeout").query(String.class).single()).isEqualTo("15s");
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      jdbc.sql("set local statement_timeout = '100ms'").update();
                      jdbc.sql("select pg_sleep(5)").query().singleRow();
                    }))
        .isInstanceOf(QueryTimeoutException.class);
  }

  @Test
  void aMigrationTakesTheTimeThatItNeeds() {
    assertThat(jdbc.sql("show lock_timeout").query(String.class).single()).isEqualTo("5s");
    JdbcClient patient = JdbcClient.create(Migrations.patient(dataSource));
    for (String setting :
        List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
      assertThat(patient.sql("show " + setting).query(String.class).single())
          .as(setting)
          .isEqualTo("0");
    }
  }

  /** The planner sorts only where no index gives the order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          users.user_view                 |                | created_at desc, user_id
          orders.order_view               |                | placed_at desc, order_id
          orders.order_view               | user_id        | placed_at desc, order_id
          orders.timeline                 | order_id       | stream_position, happened_at, event_id
          billing.account_view            |                | opened_at desc, user_id
          billing.operation_view          |                | operation_id
          billing.operation_view          | user_id        | sequence desc
          notifications.notification_view |                | created_at desc, notification_id
          notifications.notification_view | user_id        | created_at desc, notification_id
          users.idempotency_key           |                | created_at
          """)
  void eachListHasTheIndexThatItIsSortedBy(String table, String of, String order) {
    String condition = of == null ? "" : "where %s = '%s'".formatted(of, UUID.randomUUID());
    List<String> plan =
        transaction.execute(
            status -> {
              jdbc.sql("set local enable_sort = off").update();
              jdbc.sql("set local enable_incremental_sort = off").update();
              return jdbc.sql(
                      "explain select * from %s %s order by %s limit 20"
                          .formatted(table, condition, order))
                  .query(String.class)
                  .list();
            });
    assertThat(plan)
        .anyMatch(line -> line.contains("Index"))
        .noneMatch(line -> line.contains("Sort"));
  }

  @Test
  void theClockIsHeldAgainstThatOfTheDatabase(CapturedOutput output) {
    assertThat(
            operator()
                .get("/actuator/health")
                .expect(200)
                .body()
                .at("/components/clock/details/clockSkew")
                .asString())
        .matches("-?\\d{1,3} ms");

    ClockSkew behind =
        new ClockSkew(
            dataSource,
            Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5)),
            Duration.ofSeconds(1));
    assertThat(behind.health().getStatus()).isEqualTo(Status.UNKNOWN);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    behind.bindTo(meters);
    behind.measure();
    behind.measure();

    assertThat(behind.health().getStatus()).isEqualTo(Status.UP);
    assertThat(meters.get("arch.clock.skew").gauge().value()).isBetween(-300.5, -299.5);
    assertThat(output.getOut().lines().filter(line -> line.contains("behind the database's")))
        .hasSize(1);
  }
}
