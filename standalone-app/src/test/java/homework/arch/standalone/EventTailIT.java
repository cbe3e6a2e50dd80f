package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What other processes append, and when it becomes visible: one at a time, in order. */
class EventTailIT extends InOneJvm {

  /** Copies an event with other ids in it, as another process would write it. */
  private static final String COPY =
      """
      insert into event_store.domain_event (event_identifier, aggregate_identifier,
        sequence_number, type, time_stamp, payload_type, payload_revision, payload, meta_data)
      select gen_random_uuid(), replace(aggregate_identifier, old.id, new.id), sequence_number, type,
        ?, payload_type, payload_revision,
        convert_to(replace(replace(convert_from(payload, 'UTF8'), old.id, new.id),
          old.email, new.email), 'UTF8'),
        meta_data
      from event_store.domain_event,
        (values (?, ?)) as old (id, email),
        (values (?, ?)) as new (id, email)
      where aggregate_identifier = old.id and sequence_number = 0""";

  @Autowired private DataSource dataSource;

  private record User(String id, String email) {}

  /** Somebody whom another process registers. */
  private static User stranger() {
    return new User(UUID.randomUUID().toString(), "late-" + UUID.randomUUID() + "@example.org");
  }

  private User known() {
    String email = "known-" + UUID.randomUUID() + "@example.org";
    return new User(api().userWithAccount("Known", email), email);
  }

  private static void copy(Connection connection, User old, User other, Instant time)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COPY)) {
      statement.setString(1, time.toString());
      statement.setString(2, old.id());
      statement.setString(3, old.email());
      statement.setString(4, other.id());
      statement.setString(5, other.email());
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  /**
   * It may look an hour old: the clocks of two processes may be apart, and nobody may pass it over
   * because of that.
   */
  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1H", "PT1H"})
  void whatCommitsLateIsHandledByAll(Duration clock) throws SQLException {
    User known = known();
    String userId = api().userWith("1000");
    String copied = api().order(userId, "10", "Prefer", "wait=10").expect(201).id("orderId");
    User stranger = stranger();
    String late = UUID.randomUUID().toString();
    List<CompletableFuture<Void>> orders;

    try (Connection slow = dataSource.getConnection()) {
      slow.setAutoCommit(false);
      copy(slow, known, stranger, Instant.now().plus(clock));
      copy(slow, new User(copied, "-"), new User(late, "-"), Instant.now().plus(clock));
      orders =
          Stream.generate(() -> CompletableFuture.runAsync(() -> approvedOrder(userId)))
              .limit(5)
              .toList();
      Awaitility.await().atMost(Duration.ofSeconds(5)).until(this::somebodyWaitsToAppend);
      assertThat(orders).noneMatch(CompletableFuture::isDone);
      assertThat(api().get("/accounts/" + stranger.id()).status()).isEqualTo(404);
      slow.commit();
    }

    orders.forEach(CompletableFuture::join);
    // The processes: an account, and the order's payment, decision and mail.
    api().eventually("/accounts/" + stranger.id(), account -> account.status() == 200);
    api().mailAbout(late);
    assertThat(api().get("/orders/" + late).id("status")).isEqualTo("APPROVED");
    api().expectBalance(userId, "" + (1000 - 2 * 10 - 5));
    // The read models.
    assertThat(rows("users.user_view where user_id = ?::uuid", stranger.id())).isEqualTo(1);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(
                      rows(
                          "orders.order_view where status = 'APPROVED' and order_id = ?::uuid",
                          late))
                  .isEqualTo(1);
              assertThat(
                      jdbc.sql(
                              """
                              select event from orders.timeline where order_id = ?::uuid
                              order by stream_position""")
                          .param(late)
                          .query(String.class)
                          .list())
                  .containsExactly(
                      "OrderPlaced", "AccountDebited", "OrderApproved", "NotificationSent");
            });
  }

  private void approvedOrder(String userId) {
    assertThat(api().order(userId, "1", "Prefer", "wait=10").expect(201).id("status"))
        .isEqualTo("APPROVED");
  }

  private boolean somebodyWaitsToAppend() {
    return jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Nothing is lost or waited for where its events would have stood. */
  @Test
  void thePlaceOfWhatWasAbortedIsPassedOver() throws SQLException {
    User known = known();
    String userId = api().userWith("1000");
    long place;
    try (Connection aborted = dataSource.getConnection()) {
      aborted.setAutoCommit(false);
      copy(aborted, known, stranger(), Instant.now());
      place = lastPlace(aborted);
      aborted.rollback();
    }

    approvedOrder(userId);

    api().expectBalance(userId, "999");
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(tokens())
                    .hasSize(9)
                    .allMatch(token -> token.contains("\"gaps\":[]"))
                    .allMatch(token -> indexOf(token) > place));
  }

  /** One that sleeps while it appends holds up the others for two seconds, and is ended. */
  @Test
  void whoAppendsAndSleepsIsEnded() throws SQLException {
    User known = known();
    User stranger = stranger();
    String userId = api().userWith("1000");
    try (Connection frozen = dataSource.getConnection()) {
      frozen.setAutoCommit(false);
      copy(frozen, known, stranger, Instant.now());

      long began = System.nanoTime();
      approvedOrder(userId);

      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
      assertThatExceptionOfType(SQLException.class).isThrownBy(frozen::commit);
    }
    api().expectBalance(userId, "999");
    assertThat(rows("users.user_view where user_id = ?::uuid", stranger.id())).isZero();
  }

  private static long lastPlace(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select currval(pg_get_serial_sequence('event_store.domain_event', 'global_index'))");
        ResultSet result = statement.executeQuery()) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  private List<String> tokens() {
    return jdbc.sql(
            """
            select coalesce(convert_from(token, 'UTF8'), '') from (
              select * from users.token union all select * from billing.token
              union all select * from orders.token union all select * from notifications.token)""")
        .query(String.class)
        .list();
  }

  private static long indexOf(String token) {
    return Long.parseLong(token.replaceAll(".*\"index\":(\\d+).*", "$1"));
  }

  @Test
  void whatAnotherProcessAppendsIsSeenSoon() throws SQLException {
    User known = known();
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      User stranger = stranger();
      try (Connection other = dataSource.getConnection()) {
        copy(other, known, stranger, Instant.now());
      }
      long appended = System.nanoTime();
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .pollInterval(Duration.ofMillis(10))
          .until(
              () ->
                  rows("users.user_view where user_id = ?::uuid", stranger.id()) == 1
                      && rows("billing.account_view where user_id = ?::uuid", stranger.id()) == 1);
      millis.add(Duration.ofNanos(System.nanoTime() - appended).toMillis());
    }
    Collections.sort(millis);
    assertThat(millis.get(millis.size() / 2)).as("of %s", millis).isLessThan(1000);
  }

  private int rows(String of, String id) {
    return jdbc.sql("select count(*) from " + of).param(id).query(Integer.class).single();
  }
}
