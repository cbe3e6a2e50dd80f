package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.platform.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The tables of the platform and of each service have a history each. Before, they had one for
 * both, and its numbers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationsIT {

  private EmbeddedDatabase database;
  private DriverManagerDataSource dataSource;
  private JdbcClient jdbc;

  @BeforeAll
  void start(@TempDir Path folder) {
    database = TestDatabase.start(folder);
    dataSource = new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), "");
    jdbc = JdbcClient.create(dataSource);
  }

  @AfterAll
  void stop() {
    database.close();
  }

  private void migrate(String schema) throws Exception {
    Migrations.ofService(schema, dataSource).afterPropertiesSet();
  }

  /** As the version before left a schema: up to these numbers, all in one history. */
  private void migrateAsTheVersionBefore(
      String schema, String lastOfPlatform, String lastOfService) {
    for (List<String> part :
        List.of(List.of("service", lastOfPlatform), List.of(schema, lastOfService))) {
      Flyway.configure()
          .dataSource(dataSource)
          .schemas(schema)
          .defaultSchema(schema)
          .locations("classpath:db/migration/" + part.get(0))
          .target(part.get(1))
          .outOfOrder(true)
          .validateOnMigrate(false) // either part has used some of these numbers since
          .load()
          .migrate();
    }
  }

  private List<String> history(String schema, String table) {
    return jdbc.sql(
            """
            select version || ' ' || case type when 'BASELINE' then 'taken over' else script end
            from %s.%s where version is not null order by installed_rank"""
                .formatted(schema, table))
        .query(String.class)
        .list();
  }

  private void drop(String schema) {
    jdbc.sql("drop schema if exists %s cascade".formatted(schema)).update();
  }

  @Test
  void aNewSchemaGetsAllOfBothOnce() throws Exception {
    drop("billing");

    migrate("billing");
    migrate("billing");

    assertThat(history("billing", "flyway_platform_history"))
        .startsWith("0 V0__service.sql", "2 V2__node.sql")
        .contains("8 V8__old_idempotency_keys.sql");
    assertThat(history("billing", "flyway_service_history"))
        .containsExactly(
            "0 taken over",
            "1 V1__billing.sql",
            "10 V10__newest_accounts.sql",
            "11 V11__closed_accounts.sql");
  }

  @ParameterizedTest
  @CsvSource({
    "users,         8, 1",
    "billing,       8, 10",
    "orders,        8, 9",
    "notifications, 8, 4",
    // One that is older than the version before.
    "orders,        7, 5",
    "billing,       3, 1",
  })
  void whatTheSharedHistoryTellsOfIsNotDoneAgain(
      String schema, String lastOfPlatform, String lastOfService) throws Exception {
    drop(schema);
    migrateAsTheVersionBefore(schema, lastOfPlatform, lastOfService);
    List<String> shared = history(schema, "flyway_schema_history");

    migrate(schema);
    migrate(schema);

    assertThat(history(schema, "flyway_platform_history"))
        .startsWith(lastOfPlatform + " taken over")
        .doesNotHaveDuplicates();
    assertThat(history(schema, "flyway_service_history"))
        .startsWith(lastOfService + " taken over")
        .doesNotHaveDuplicates();
    // So that the version before still starts.
    assertThat(history(schema, "flyway_schema_history")).isEqualTo(shared);
    List<String> upgraded = columns(schema);
    drop(schema);
    migrate(schema);
    assertThat(columns(schema)).isEqualTo(upgraded);
  }

  /** It was killed before it had made a table. */
  @Test
  void aSharedHistoryThatTellsOfNothingIsNoObstacle() throws Exception {
    drop("users");
    jdbc.sql("create schema users").update();
    jdbc.sql(
            """
            create table users.flyway_schema_history (
              installed_rank int, version varchar(50), script varchar(1000), success boolean)""")
        .update();

    migrate("users");

    assertThat(history("users", "flyway_platform_history")).startsWith("0 V0__service.sql");
    assertThat(history("users", "flyway_service_history")).contains("1 V1__users.sql");
  }

  private List<String> columns(String schema) {
    return jdbc.sql(
            """
            select table_name || '.' || column_name || ' ' || data_type
            from information_schema.columns
            where table_schema = ? and table_name <> 'flyway_schema_history' order by 1""")
        .param(schema)
        .query(String.class)
        .list();
  }

  @Test
  void mailThatTheVersionBeforeHadScheduledIsInTheOutbox() throws Exception {
    drop("notifications");
    migrateAsTheVersionBefore("notifications", "8", "4");
    UUID waiting = UUID.randomUUID();
    UUID inHand = UUID.randomUUID();
    UUID later = UUID.randomUUID();
    schedule(waiting, false);
    schedule(inHand, true);

    migrate("notifications");
    schedule(later, false);
    schedule(later, false); // it found no row
    UUID inHandLater = UUID.randomUUID();
    schedule(inHandLater, true);

    assertThat(dueIn(waiting)).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(dueIn(inHand)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    assertThat(dueIn(later)).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(dueIn(inHandLater)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    assertThat(scheduled()).isEmpty();
    assertThat(inOutbox()).hasSize(4);
  }

  /** By the statements in docs/operations/upgrade.md. */
  @Test
  void mailGoesBackToTheVersionBeforeAndComesAgain() throws Exception {
    drop("notifications");
    migrate("notifications");
    UUID mail = UUID.randomUUID();
    schedule(mail, false);
    List<String> statements =
        Pattern.compile("```sql\n(alter table .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/operations/upgrade.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(statements).hasSize(2);

    new JdbcTemplate(dataSource).execute(statements.get(0));
    assertThat(scheduled()).containsExactly(mail.toString());
    assertThat(inOutbox()).isEmpty();

    new JdbcTemplate(dataSource).execute(statements.get(1));
    assertThat(scheduled()).isEmpty();
    assertThat(inOutbox()).containsExactly(mail.toString());
  }

  private List<String> scheduled() {
    return jdbc.sql("select task_instance from notifications.scheduled_task")
        .query(String.class)
        .list();
  }

  private List<String> inOutbox() {
    return jdbc.sql("select notification_id from notifications.outbox").query(String.class).list();
  }

  private void schedule(UUID mail, boolean picked) {
    jdbc.sql(
            """
            insert into notifications.scheduled_task
              (task_name, task_instance, execution_time, picked, version)
            values ('mail', ?, now(), ?, 1)""")
        .params(mail.toString(), picked)
        .update();
  }

  private Duration dueIn(UUID mail) {
    return Duration.between(
        Instant.now(),
        jdbc.sql("select next_attempt_at from notifications.outbox where notification_id = ?")
            .param(mail)
            .query(Instant.class)
            .single());
  }
}
