package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.AccountCommand;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderCommand;
import homework.arch.platform.commands.LocalCommandBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A step that fails, or that nobody answers, holds up nothing else: it is tried again, parked,
 * retried and given up, and its order is decided in time whatever becomes of it.
 */
@TestPropertySource(
    properties = {
      "arch.data-folder=target/failing-steps",
      "arch.decide-within=8s",
      "arch.max-backlog=60",
      "arch.process-patience=300ms",
      "arch.retries.first-pause=100ms",
      "arch.retries.longest-pause=500ms",
      "arch.retries.attempts=3"
    })
@DirtiesContext // nobody else uses it
class FailingStepsIT extends InOneJvm {

  @Autowired private LocalCommandBus commandBus;

  private final Faults faults = new Faults();
  private Registration faultsAtWork;

  /** Makes commands fail or hang, by the order or the user that they are for. */
  private static final class Faults implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> silent = new ConcurrentHashMap<>();

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
        throws Exception {
      String about = about(work.getMessage().getPayload());
      RuntimeException failure = failing.get(about);
      if (failure != null) {
        throw failure;
      }
      CountDownLatch released = silent.get(about);
      if (released != null) {
        assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
      }
      return chain.proceed();
    }

    private static String about(Object command) {
      String kind = command.getClass().getSimpleName() + " ";
      if (command instanceof AccountCommand account) {
        return kind + account.userId();
      }
      return command instanceof OrderCommand ? kind + "of everybody" : kind;
    }
  }

  @BeforeEach
  void start() {
    faultsAtWork = commandBus.registerHandlerInterceptor(faults);
  }

  @AfterEach
  void end() {
    faultsAtWork.cancel();
  }

  private static String debitOf(String userId) {
    return DebitAccount.class.getSimpleName() + " " + userId;
  }

  @Test
  void aStepThatKeepsFailingIsParkedWithItsCauseAndOthersGoOn() {
    String unlucky = api().userWith("100");
    String lucky = api().userWith("100");
    faults.failing.put(debitOf(unlucky), new IllegalStateException("the ledger is on fire"));

    String trace = UUID.randomUUID().toString().replace("-", "");
    String stuck =
        api()
            .order(unlucky, "40", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
            .expect(201)
            .id("orderId");
    String other = api().order(lucky, "40", "Prefer", "wait=5").expect(201).id("status");

    assertThat(other).isEqualTo("APPROVED");
    JsonNode parked = parked("OrderPlaced", stuck);
    assertThat(parked.get("cause").asString()).contains("the ledger is on fire");
    assertThat(parked.get("failures").asInt()).isEqualTo(3);
    assertThat(parked.get("service").asString()).isEqualTo("orders");
    assertThat(parked.get("of").asString()).isEqualTo("order-saga");
    awaitMetric("arch_dead_letters{of=\"order-saga\",service=\"orders\",state=\"parked\"} 1.0");

    // The fault is mended and the operator tries again.
    faults.failing.clear();
    operator()
        .post("/actuator/deadletters/" + parked.get("id").asString() + "/retry", "{}")
        .expect(200);
    assertThat(api().decidedOrder(stuck).id("status")).isEqualTo("APPROVED");
    api().expectBalance(unlucky, "60");
    assertThat(api().mailAbout(stuck).get("kind").asString()).isEqualTo("ORDER_APPROVED");
    awaitNoDeadLetters(stuck);
    assertThat(eventsOf(trace)).contains("AccountDebited", "OrderApproved", "NotificationSent");
  }

  @Test
  void aStepThatIsGivenUpIsCompensated() {
    String userId = api().userWith("100");
    faults.failing.put(debitOf(userId), new IllegalStateException("the ledger is on fire"));
    String orderId = api().order(userId, "40").expect(201).id("orderId");
    String id = parked("OrderPlaced", orderId).get("id").asString();

    operator().post("/actuator/deadletters/" + id + "/give-up", "{}").expect(200);

    Api.Answer order = api().decidedOrder(orderId).expect(200);
    assertThat(order.id("rejectionReason")).isEqualTo("PAYMENT_TIMEOUT");
    // It did not take its deadline for that.
    assertThat(Duration.between(placedAt(order), Instant.parse(order.id("decidedAt"))))
        .isLessThan(Duration.ofSeconds(7));
    assertThat(api().mailAbout(orderId).get("kind").asString()).isEqualTo("ORDER_REJECTED");
    operator().post("/actuator/deadletters/" + id + "/give-up", "{}").expect(404);
    faults.failing.clear();
    awaitNoDeadLetters(orderId);
    api().expectBalance(userId, "100");
  }

  private static Instant placedAt(Api.Answer order) {
    return Instant.parse(order.id("placedAt"));
  }

  @Test
  void aSilentBillingIsNotWaitedForAndALateDebitTakesNothing() {
    String userId = api().userWith("100");
    CountDownLatch released = new CountDownLatch(1);
    faults.silent.put(debitOf(userId), released);
    String orderId = api().order(userId, "40").expect(201).id("orderId");

    Api.Answer order = api().decidedOrder(orderId);
    assertThat(order.id("status")).isEqualTo("REJECTED");
    assertThat(order.id("rejectionReason")).isEqualTo("PAYMENT_TIMEOUT");
    assertThat(Duration.between(placedAt(order), Instant.parse(order.id("decidedAt"))))
        .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    assertThat(api().mailAbout(orderId).get("kind").asString()).isEqualTo("ORDER_REJECTED");
    awaitEvents("PaymentVoided", orderId, 1);

    released.countDown();
    faults.silent.clear();
    awaitNoDeadLetters(orderId);
    api().expectBalance(userId, "100");
    awaitEvents("AccountDebited", orderId, 0);
    assertThat(api().get("/orders/" + orderId).id("status")).isEqualTo("REJECTED");
    assertThat(api().mailAbout(orderId).get("kind").asString()).isEqualTo("ORDER_REJECTED");
  }

  @Test
  void whatWasTakenComesBackOnceIfTheOrderIsNotApprovedInTime() {
    String userId = api().userWith("100");
    faults.failing.put(
        ApproveOrder.class.getSimpleName() + " of everybody",
        new IllegalStateException("the order book is closed"));
    String orderId = api().order(userId, "40").expect(201).id("orderId");
    api().expectBalance(userId, "60");

    Api.Answer order = api().decidedOrder(orderId);
    assertThat(order.id("rejectionReason")).isEqualTo("PAYMENT_TIMEOUT");
    api().expectBalance(userId, "100");

    // The approval comes late, and changes nothing.
    String id = parked("AccountDebited", orderId).get("id").asString();
    faults.failing.clear();
    operator().post("/actuator/deadletters/" + id + "/retry", "{}").expect(200);
    awaitNoDeadLetters(orderId);
    assertThat(api().get("/orders/" + orderId).id("status")).isEqualTo("REJECTED");
    awaitEvents("PaymentRefunded", orderId, 1);
    assertThat(operator().text("/actuator/prometheus"))
        .containsPattern(retriesOfTheSaga("failure"))
        .containsPattern(retriesOfTheSaga("success"));
    api().expectBalance(userId, "100");
    Api.Answer operations = api().get("/accounts/" + userId + "/operations").expect(200);
    assertThat(operations.body().get("content").valueStream().map(o -> o.get("kind").asString()))
        .containsExactly("ORDER_REFUND", "ORDER_PAYMENT", "DEPOSIT");
  }

  /** At least one. */
  private static String retriesOfTheSaga(String outcome) {
    return "arch_retries_total\\{of=\"order-saga\",outcome=\"%s\",service=\"orders\"} [1-9]"
        .formatted(outcome);
  }

  @Test
  void beyondTheBoundOrdersAreRefusedAtOnceAndTheAcceptedOnesAreDecidedInTime() {
    String userId = api().userWith("1000");
    faults.failing.put(debitOf(userId), new IllegalStateException("the ledger is on fire"));
    List<String> accepted = new ArrayList<>();
    Api.Answer answer = api().order(userId, "1");
    for (int i = 0; i < 200 && answer.status() == 201; i++) {
      accepted.add(answer.id("orderId"));
      answer = api().order(userId, "1");
    }

    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.id("type")).isEqualTo("urn:problem:overloaded");
    assertThat(answer.retryAfter()).isNotEmpty();
    long before = System.nanoTime();
    api().order(userId, "1").expect(503);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    assertThat(operator().text("/actuator/prometheus"))
        .contains("arch_orders_backlog_max 60.0", "arch_orders_undecided_oldest_seconds")
        .contains("arch_processor_lag{processor=\"order-saga\",service=\"orders\"}");

    for (String orderId : accepted) {
      Api.Answer order = api().decidedOrder(orderId);
      assertThat(Duration.between(placedAt(order), Instant.parse(order.id("decidedAt"))))
          .isLessThan(Duration.ofSeconds(14));
    }
    faults.failing.clear();
    operator().post("/actuator/deadletters/retry", "{}").expect(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> api().order(userId, "1").status() == 201);
    awaitNoDeadLetters(userId);
  }

  @Test
  void anEventThatAProjectionCannotHandleIsParkedAndOthersGoOn() {
    String unlucky = api().userWith("100");
    String lucky = api().userWith("100");
    Map<String, Object> row =
        jdbc.sql("delete from billing.account_view where user_id = ?::uuid returning *")
            .param(unlucky)
            .query()
            .singleRow();

    api().deposit(unlucky, "5").expect(201);
    api().deposit(unlucky, "7").expect(201);
    api().deposit(lucky, "9").expect(201);

    api().expectBalance(lucky, "109");
    JsonNode parked = parked("FundsDeposited", unlucky);
    assertThat(parked.get("of").asString()).isEqualTo("account-projection");
    assertThat(parked.get("cause").asString()).isNotBlank();
    assertThat(itemsAbout(unlucky)).hasSize(2); // the other one waits behind it

    jdbc.sql(
            "insert into billing.account_view select * from json_populate_record(null::billing.account_view, ?::json)")
        .param(
            """
            {"user_id":"%s","balance":10000,"opened_at":"%s","updated_at":"%s"}"""
                .formatted(unlucky, row.get("opened_at"), row.get("updated_at")))
        .update();
    operator().post("/actuator/deadletters/retry", "{}").expect(200);
    api().expectBalance(unlucky, "112");
    awaitNoDeadLetters(unlucky);
  }

  /** Nothing of it can be read here; a foreign one, which no version knows, is nobody's. */
  @Test
  void anEventOfALaterVersionIsKeptAndOnlyItsAggregateWaits() {
    String userId = api().userWith("100");
    String orderId = api().order(userId, "10", "Prefer", "wait=5").expect(201).id("orderId");
    api().mailAbout(orderId);
    insertBehind(orderId, "homework.arch.api.order.OrderMislaid");
    insertBehind(orderId, "java.util.HashMap");

    new OrderStory(api()).play();
    for (String processor :
        List.of(
            "user-projection",
            "account-opening",
            "account-projection",
            "order-saga",
            "order-projection",
            "order-timeline",
            "notification-projection")) {
      assertThat(itemsAbout(orderId))
          .anyMatch(item -> isOf(item, processor, "OrderMislaid"))
          .noneMatch(item -> item.get("what").asString().equals("HashMap"));
    }

    // The order itself can be cancelled; in the read model that waits behind what is not known.
    Api.Answer cancelled = api().post("/orders/" + orderId + "/cancellation", "{}").expect(202);
    assertThat(cancelled.id("status")).isEqualTo("CANCELLED");
    api().expectBalance(userId, "100");
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                itemsAbout(orderId).stream()
                    .anyMatch(item -> isOf(item, "order-projection", "OrderCancelled")));
    assertThat(statusInTheList(userId)).isEqualTo("APPROVED");

    for (JsonNode item : itemsAbout(orderId)) {
      if (item.get("what").asString().equals("OrderMislaid")) {
        operator()
            .post("/actuator/deadletters/" + item.get("id").asString() + "/give-up", "{}")
            .expect(200);
      }
    }
    awaitNoDeadLetters(orderId);
    assertThat(statusInTheList(userId)).isEqualTo("CANCELLED");
    assertThat(processing.eventProcessors().values())
        .noneMatch(EventProcessor::isError)
        .allMatch(EventProcessor::isRunning);
  }

  private static boolean isOf(JsonNode item, String processor, String what) {
    return item.get("of").asString().equals(processor) && item.get("what").asString().equals(what);
  }

  private String statusInTheList(String userId) {
    JsonNode orders = api().get("/orders?userId=" + userId).expect(200).body().get("content");
    return orders.get(0).get("status").asString();
  }

  private void insertBehind(String orderId, String type) {
    jdbc.sql(
            """
            insert into event_store.domain_event (event_identifier, aggregate_identifier,
              sequence_number, type, payload_type, payload, meta_data, time_stamp)
            select gen_random_uuid(), aggregate_identifier, sequence_number + 1, type, ?,
              convert_to('{"orderId":"' || aggregate_identifier || '"}', 'UTF8'), meta_data, time_stamp
            from event_store.domain_event where aggregate_identifier = ?
            order by sequence_number desc limit 1""")
        .params(type, orderId)
        .update();
  }

  @Test
  void aProjectionIsBuiltAnewWhileTheSystemRuns() {
    String userId = api().userWith("100");
    String orderId = api().order(userId, "40", "Prefer", "wait=10").expect(201).id("orderId");
    api().expectBalance(userId, "60");
    api().mailAbout(orderId);
    long mails = count("notifications.notification_view");
    long events = count("event_store.domain_event");
    jdbc.sql("update billing.account_view set balance = 1 where user_id = ?::uuid")
        .param(userId)
        .update();
    jdbc.sql("insert into billing.account_view values (?::uuid, 5, now(), now())")
        .param(UUID.randomUUID().toString())
        .update();
    long accounts = count("billing.account_view");

    operator().post("/actuator/processors/account-projection/replay", "{}").expect(202);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> count("billing.account_view") == accounts - 1);
    api().expectBalance(userId, "60");
    // Sagas and mails are not part of it.
    assertThat(count("notifications.notification_view")).isEqualTo(mails);
    assertThat(count("event_store.domain_event")).isEqualTo(events);
    operator().post("/actuator/processors/order-saga/replay", "{}").expect(404);
    operator().post("/actuator/processors/nothing/replay", "{}").expect(404);
    JsonNode processors =
        operator().get("/actuator/processors").expect(200).body().get("processors");
    assertThat(processors.valueStream().map(p -> p.get("name").asString()))
        .contains("order-saga", "account-projection", "user-projection");
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  /** The event of this class about the order or user, when it is parked. */
  private JsonNode parked(String what, String about) {
    JsonNode[] found = new JsonNode[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                itemsAbout(about).stream()
                        .filter(item -> item.get("what").asString().equals(what))
                        .filter(item -> item.get("state").asString().equals("PARKED"))
                        .peek(item -> found[0] = item)
                        .count()
                    == 1);
    return found[0];
  }

  private List<JsonNode> itemsAbout(String id) {
    return operator().deadLetters().stream()
        .filter(item -> item.get("content").asString().contains(id))
        .toList();
  }

  private void awaitNoDeadLetters(String about) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> itemsAbout(about).isEmpty());
  }

  private List<String> eventsOf(String trace) {
    return jdbc.sql(
            """
            select split_part(payload_type, '.', -1) from event_store.domain_event
            where convert_from(meta_data, 'UTF8')::jsonb ->> 'traceId' = ?""")
        .param(trace)
        .query(String.class)
        .list();
  }

  private void awaitMetric(String line) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> operator().text("/actuator/prometheus").contains(line));
  }

  private void awaitEvents(String event, String orderId, long count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                jdbc.sql(
                            "select count(*) from event_store.readable_event"
                                + " where event = ? and payload ->> 'orderId' = ?")
                        .params(event, orderId)
                        .query(Long.class)
                        .single()
                    == count);
  }
}
