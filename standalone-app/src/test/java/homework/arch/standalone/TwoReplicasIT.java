package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two standalone applications on one PostgreSQL. They log in as different users, as they do while
 * passwords are changed: one is the owner of everything, the other acts as that one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoReplicasIT {

  private Path folder;
  private EmbeddedDatabase database;
  private JdbcTemplate jdbc;
  private AppProcess one;
  private AppProcess other;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    database = TestDatabase.start(folder);
    jdbc = TestDatabase.jdbc(database);
    // As docs/operations/credentials.md has it.
    jdbc.execute("create role arch login");
    jdbc.execute("alter database arch_axon owner to arch");
    jdbc.execute("create role arch_2 login in role arch");
    jdbc.execute("alter role arch_2 set role = arch");
    one = launch("arch");
    other = launch("arch_2");
    one.awaitReady();
    other.awaitReady();
  }

  private AppProcess launch(String user) {
    return AppProcess.launch(
        folder,
        Map.of("SPRING_DATASOURCE_URL", database.getJdbcUrl(), "SPRING_DATASOURCE_USERNAME", user));
  }

  @AfterAll
  void stop() {
    one.close();
    other.close();
    database.close();
  }

  @Test
  void playTheStoryOnEitherAndOnBothInTurn() {
    new OrderStory(new Api(one::url)).play();
    new OrderStory(new Api(other::url)).play();
    AtomicInteger requests = new AtomicInteger();
    Api inTurn = new Api(() -> requests.getAndIncrement() % 2 == 0 ? one.url() : other.url());
    OrderStory story = new OrderStory(inTurn);
    story.expectAllIsThere(story.play());
    story.playWithoutUser();
  }

  @Test
  void areLoggedInAsTwoUsersAndOneOwnsEverything() {
    assertThat(
            column(
                "select distinct usename::text from pg_stat_activity where usename like 'arch%'"))
        .containsExactlyInAnyOrder("arch", "arch_2");
    assertThat(
            column(
                "select distinct tableowner::text from pg_tables where schemaname !~ '^(pg_|information_schema)'"))
        .containsExactly("arch");
  }

  @Test
  void shareTheEventProcessors() {
    awaitTwoOwners();
    // They settle: nobody gives away what would only come back.
    Set<String> settled = new HashSet<>(claims());
    Awaitility.await()
        .during(Duration.ofSeconds(8))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Set<String> before = new HashSet<>(settled);
              settled.clear();
              settled.addAll(claims());
              return before.equals(settled) && owners().size() == 2;
            });
  }

  @Test
  void hearOfEachOthersEventsWithinATenthOfASecond() {
    Api here = new Api(one::url);
    Api there = new Api(other::url);
    String userId = here.userWith("100");
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      // Half of the waiting is for the event, half for the way there and back.
      String orderId = here.order(userId, "1").expect(201).id("orderId");
      Api.Answer decided = there.get("/orders/" + orderId, "Prefer", "wait=20");
      long heard = System.currentTimeMillis();
      assertThat(decided.id("status")).isEqualTo("APPROVED");
      millis.add(heard - Instant.parse(decided.id("decidedAt")).toEpochMilli());
    }
    Collections.sort(millis);
    assertThat(millis.get(millis.size() / 2)).as("of %s", millis).isLessThanOrEqualTo(100);
  }

  /** One of them may still think that the order is pending, as it has not heard of the approval. */
  @Test
  void cancelAnOrderWhicheverOfThemApprovedIt() {
    Api here = new Api(one::url);
    Api there = new Api(other::url);
    String userId = here.userWith("100");
    for (int i = 0; i < 10; i++) {
      Api asked = i % 2 == 0 ? here : there;
      String orderId = asked.order(userId, "10", "Prefer", "wait=20").expect(201).id("orderId");
      String path = "/orders/" + orderId + "/cancellation";
      assertThat(asked.post(path, "{}").expect(202).id("status")).isEqualTo("CANCELLED");
      (asked == here ? there : here).post(path, "{}").expect(409);
    }
    here.expectBalance(userId, "100");
  }

  /** Neither can lock out the other, so what one appends may be too late for the other's batch. */
  @Test
  void debitAnAccountWhileACallerDepositsOnBoth() {
    Api here = new Api(one::url);
    Api there = new Api(other::url);
    String userId = here.userWith("1000");
    CompletableFuture<Void> deposits =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 50; i++) {
                here.deposit(userId, "1.01").expect(201);
                there.deposit(userId, "1.01").expect(201);
              }
            });
    List<CompletableFuture<Api.Answer>> orders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Api asked = i % 2 == 0 ? here : there;
      orders.add(asked.postAsync("/orders", Api.orderOf(userId, "10.02"), "Prefer", "wait=20"));
    }
    assertThat(orders.stream().map(CompletableFuture::join))
        .allSatisfy(order -> assertThat(order.expect(201).id("status")).isEqualTo("APPROVED"));
    deposits.join();
    here.expectBalance(userId, "600.00"); // 1000 + 100 * 1.01 - 50 * 10.02
  }

  /** Both have the account in memory, and one of them as it was before the other closed it. */
  @Test
  void openAnAccountAgainThatEitherOfThemHasClosed() {
    List<Api> apis = List.of(new Api(one::url), new Api(other::url));
    for (int i = 0; i < 6; i++) {
      String key = "again-" + System.nanoTime();
      String user = "{\"name\":\"Ann\",\"email\":\"%s@example.org\"}".formatted(key);
      String userId = registered(apis.get(0), user, key);
      for (Api api : apis) {
        api.deposit(userId, "1").expect(201);
        api.withdraw(userId, "1").expect(201);
      }
      apis.get(i % 2).delete("/users/" + userId).expect(202);
      apis.get(0).eventually("/users/" + userId, found -> found.body().hasNonNull("erasedAt"));
      jdbc.execute("delete from users.idempotency_key"); // as if its time was over
      assertThat(registered(apis.get(1), user, key)).isEqualTo(userId);
      apis.forEach(api -> api.deposit(userId, "1").expect(201));
    }
  }

  /** With an account. */
  private static String registered(Api api, String user, String key) {
    String userId = api.post("/users", user, "Idempotency-Key", key).expect(201).id("userId");
    api.eventually("/accounts/" + userId, account -> account.status() == 200);
    return userId;
  }

  /** The one that is at work stops for it; the other takes the work over. */
  @Test
  void replayAProjectionWhicheverOfThemIsAsked() {
    String email = "replayed-" + System.nanoTime() + "@example.org";
    String userId = new Api(one::url).userWithAccount("Replayed", email);
    for (AppProcess asked : List.of(one, other, one)) {
      Api api = new Api(asked::url);
      api.eventually("/users?size=200", users -> users.text().contains(email));
      assertThat(jdbc.update("delete from users.user_view where user_id = '%s'".formatted(userId)))
          .isEqualTo(1);
      asked.management().post("/actuator/processors/user-projection/replay", "{}").expect(202);
      api.eventually("/users?size=200", users -> users.text().contains(email));
    }
  }

  @Test
  void surviveTheDeathOfOne() {
    awaitTwoOwners();
    Api survivor = new Api(other::url);
    String userId = survivor.userWith("1000");
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      orders.add(survivor.order(userId, "10").expect(201).id("orderId"));
    }
    one.kill();
    long killed = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> owners().size() == 1);
    String orderId = survivor.order(userId, "10", "Prefer", "wait=10").expect(201).id("orderId");
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(15));
    orders.add(orderId);
    for (String order : orders) {
      assertThat(survivor.decidedOrder(order).id("status")).isEqualTo("APPROVED");
      assertThat(survivor.mailAbout(order).get("kind").asString()).isEqualTo("ORDER_APPROVED");
    }
    survivor.expectBalance(userId, "790");

    one = launch("arch").awaitReady();
    awaitTwoOwners();
  }

  private void awaitTwoOwners() {
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> owners().size() == 2);
  }

  private Set<String> owners() {
    Set<String> owners = new HashSet<>();
    claims().forEach(claim -> owners.add(claim.substring(0, claim.indexOf(' '))));
    return owners;
  }

  /** Who works on which segment of which processor; every segment must be somebody's. */
  private List<String> claims() {
    return column(
        """
        select concat_ws(' ', coalesce(owner, 'nobody'), processor_name, segment)
        from (
          select owner, processor_name, segment from users.token
          union all select owner, processor_name, segment from billing.token
          union all select owner, processor_name, segment from orders.token
          union all select owner, processor_name, segment from notifications.token) claims""");
  }

  private List<String> column(String query) {
    return jdbc.queryForList(query, String.class);
  }
}
