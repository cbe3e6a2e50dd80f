package homework.arch.order.web;

import static homework.arch.api.order.OrderStatus.APPROVED;
import static homework.arch.api.order.OrderStatus.CANCELLED;
import static homework.arch.api.order.OrderStatus.PENDING;
import static homework.arch.platform.web.ProblemType.NOT_FOUND;
import static homework.arch.platform.web.ProblemType.ORDER_NOT_APPROVED;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.order.CancelOrder;
import homework.arch.api.order.FindOrder;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.PlaceOrder;
import homework.arch.api.order.RejectionReason;
import homework.arch.api.order.TimelineView;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Problems;
import homework.arch.testing.ControllerTest;
import homework.arch.testing.Problem;
import homework.arch.testing.Problem.FieldError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ContextConfiguration(classes = {OrderController.class, OrderNews.class, UndecidedOrders.class})
@TestPropertySource(properties = "arch.max-backlog=1000") // more than all tests place
class OrderControllerTest extends ControllerTest {

  private static final String VALID = "{\"userId\": \"%s\", \"price\": 100}".formatted(USER);
  private static final String WAIT = "Prefer";
  private static final String WAITED = "Preference-Applied";

  @Autowired private OrderNews news;
  @Autowired private UndecidedOrders undecided;
  private static final Caller ANYBODY = new Caller(null, true);

  @MockitoBean private OrderListeners listeners;

  OrderControllerTest() {
    super("/orders", VALID, "/orders");
  }

  private static final OrderView PENDING_ORDER =
      new OrderView(ORDER, USER, rub("900.05"), "two hedgehogs", PENDING, null, NOW, null);
  private static final OrderView CHEAP_ORDER =
      new OrderView(ORDER, USER, rub("0.1"), null, PENDING, null, NOW, null);

  private static final String PENDING_AS_JSON =
      """
      {"orderId":"%s","userId":"%s","price":900.05,"description":"two hedgehogs","status":"PENDING",\
      "placedAt":"2026-11-22T10:15:30.123456Z"}"""
          .formatted(ORDER, USER);
  private static final String REJECTED_AS_JSON =
      """
      {"orderId":"%s","userId":"%s","price":0.1,"status":"REJECTED",\
      "rejectionReason":"ACCOUNT_NOT_FOUND","placedAt":"2026-11-22T10:15:30.123456Z",\
      "decidedAt":"2026-11-22T10:15:31.123456Z"}"""
          .formatted(ORDER, USER);

  @BeforeEach
  void ordersArePlaced() {
    when(commands.send(any(PlaceOrder.class)))
        .then(sent -> completedFuture(placed(sent.getArgument(0))));
    when(answers.to(any(FindOrders.class), any()))
        .thenReturn(completedFuture(new OrderPage(List.of(), 0)));
  }

  private static OrderPlaced placed(PlaceOrder command) {
    return new OrderPlaced(
        command.orderId(),
        command.userId(),
        command.price(),
        command.description(),
        NOW,
        NOW.plusSeconds(30));
  }

  @Test
  void anOrderBeyondTheBoundIsRefusedAndNotPlaced() {
    CompletableFuture<Object> end = new CompletableFuture<>();
    AtomicInteger taken = new AtomicInteger();
    int before;
    do {
      before = taken.get();
      var unused =
          undecided.admit(
              place -> {
                taken.incrementAndGet();
                return end;
              });
    } while (taken.get() > before);

    MvcTestResult answer = post("/orders", VALID);
    end.complete("");

    assertThat(answer).hasStatus(503).hasHeader("Retry-After", "2");
    assertThat(answer).bodyJson().extractingPath("type").isEqualTo("urn:problem:overloaded");
    verify(commands, never()).send(any());
  }

  /** With a key, since there is no database here that could know it. */
  @Test
  void aRequestThatFailsKeepsNoPlace() {
    double before = backlog();

    assertThat(post("/orders", VALID, "Idempotency-Key", "a")).hasStatus(500);

    assertThat(backlog()).isEqualTo(before);
  }

  private double backlog() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    undecided.bindTo(meters);
    return meters.get("arch.orders.backlog").gauge().value();
  }

  @Test
  void anOrderIsPlacedAndPendingAtOnce() {
    MvcTestResult answer =
        post(
            "/orders",
            """
            {"userId": "%s", "price": 900.05, "description": "two hedgehogs"}"""
                .formatted(USER));

    PlaceOrder command = sent(PlaceOrder.class);
    assertThat(command)
        .isEqualTo(new PlaceOrder(command.orderId(), USER, rub("900.05"), "two hedgehogs"));
    assertThat(answer)
        .hasStatus(201)
        .hasHeader("Location", "/orders/" + command.orderId())
        .doesNotContainHeader(WAITED)
        .hasBodyTextEqualTo(
            PENDING_AS_JSON.replace(ORDER.toString(), command.orderId().toString()));
    verifyNoInteractions(answers);
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#accepted")
  void aPriceIsExactOnItsWayInAndOut(String price, Money money, String written) {
    MvcTestResult answer =
        post("/orders", "{\"userId\": \"%s\", \"price\": %s}".formatted(USER, price));

    PlaceOrder command = sent(PlaceOrder.class);
    assertThat(command).isEqualTo(new PlaceOrder(command.orderId(), USER, money, null));
    assertThat(answer).hasStatus(201).bodyText().contains("\"price\":" + written + ",");
  }

  static Stream<Arguments> refusedFields() {
    return Stream.of(
        arguments("userId", "null", "is missing"),
        arguments("userId", "\"\"", "is not a UUID"),
        arguments("userId", "\"1-1-1-1-1\"", "is not a UUID"),
        arguments("userId", "\"{" + USER + "}\"", "is not a UUID"),
        arguments("userId", "1", "is not a UUID"),
        arguments("userId", "true", "is not a UUID"),
        arguments("userId", "[\"" + USER + "\"]", "is not a UUID"),
        arguments("userId", "{}", "is not a UUID"),
        arguments("description", "\"" + "x".repeat(501) + "\"", "has more than 500 characters"),
        arguments("description", "\"" + "🦔".repeat(501) + "\"", "has more than 500 characters"),
        arguments("description", "\"a\\u0000b\"", "has a character that is not allowed"),
        arguments("description", "\"\\udd94\"", "has a character that is not allowed"),
        arguments("description", "100", "has the wrong type"),
        arguments("description", "false", "has the wrong type"),
        arguments("description", "[]", "has the wrong type"));
  }

  @ParameterizedTest
  @MethodSource("refusedFields")
  void aFieldThatIsWrongIsRefused(String field, String value, String wrong) {
    String body =
        field.equals("userId")
            ? "{\"price\": 1, \"userId\": %s}".formatted(value)
            : VALID.replace("}", ", \"%s\": %s}".formatted(field, value));

    assertThat(Problem.in(post("/orders", body)))
        .isEqualTo(Problem.invalid("/orders", field, wrong));
    verifyNoInteractions(commands);
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#refused")
  void aPriceThatIsNoneIsRefused(String price, String wrong) {
    String body = "{\"userId\": \"%s\", \"price\": %s}".formatted(USER, price);

    assertThat(Problem.in(post("/orders", body)))
        .isEqualTo(Problem.invalid("/orders", "price", wrong));
    verifyNoInteractions(commands);
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#malformed")
  void whatIsNoNumberInJsonMakesTheBodyMalformed(String price) {
    String body = "{\"userId\": \"%s\", \"price\": %s}".formatted(USER, price);

    assertThat(Problem.in(post("/orders", body))).isEqualTo(Problem.malformed("/orders"));
    verifyNoInteractions(commands);
  }

  @Test
  void everyFieldThatIsMissingIsNamed() {
    assertThat(Problem.in(post("/orders", "{}")))
        .isEqualTo(
            Problem.invalid(
                "/orders",
                new FieldError("price", "is missing"),
                new FieldError("userId", "is missing")));
  }

  static Stream<Arguments> descriptions() {
    String longest = "🦔".repeat(500);
    return Stream.of(
        arguments("null", null),
        arguments("\"\"", null),
        arguments("\" \\n\"", null),
        arguments("\" two\\nlines \"", " two\nlines "),
        arguments("\"" + longest + "\"", longest));
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void aBlankDescriptionIsNone(String json, @Nullable String description) {
    post("/orders", VALID.replace("}", ", \"description\": %s}".formatted(json)));

    PlaceOrder command = sent(PlaceOrder.class);
    assertThat(command).isEqualTo(new PlaceOrder(command.orderId(), USER, rub(100), description));
  }

  private void reject(UUID orderId) {
    news.on(
        new OrderRejected(
            orderId, USER, rub("0.1"), RejectionReason.ACCOUNT_NOT_FOUND, NOW.plusSeconds(1)));
  }

  /** Each of them is decided before its caller can ask. */
  private void ordersAreRejectedAtOnce() {
    when(commands.send(any(PlaceOrder.class)))
        .then(
            sent -> {
              PlaceOrder command = sent.getArgument(0);
              reject(command.orderId());
              return completedFuture(placed(command));
            });
  }

  @Test
  void whoPrefersToWaitGetsTheDecision() {
    ordersAreRejectedAtOnce();
    int before = news.listeners();

    MvcTestResult answer =
        post(
            "/orders",
            "{\"userId\": \"%s\", \"price\": 0.1}".formatted(USER),
            WAIT,
            "respond-async, wait=5");

    String orderId = sent(PlaceOrder.class).orderId().toString();
    assertThat(answer)
        .hasStatus(201)
        .hasHeader("Location", "/orders/" + orderId)
        .hasHeader(WAITED, "wait=5")
        .hasBodyTextEqualTo(REJECTED_AS_JSON.replace(ORDER.toString(), orderId));
    assertThat(news.listeners()).isEqualTo(before);
  }

  @Test
  void theFirstOfSeveralPreferencesCounts() {
    ordersAreRejectedAtOnce();

    assertThat(post("/orders", VALID, WAIT, "respond-async", "wait=3", "wait=4"))
        .hasStatus(201)
        .hasHeader(WAITED, "wait=3");
  }

  @Test
  void whoWaitedInVainGetsThePendingOrder() {
    when(answers.ifAny(any(FindOrder.class), eq(OrderView.class)))
        .thenReturn(completedFuture(Optional.of(PENDING_ORDER)));

    assertThat(post("/orders", VALID, WAIT, "wait=0"))
        .hasStatus(201)
        .hasHeader(WAITED, "wait=0")
        .bodyText()
        .contains("\"status\":\"PENDING\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=-1", "wait=soon", "return=minimal", ""})
  void aPreferenceThatIsNotUnderstoodIsIgnored(String preference) {
    assertThat(post("/orders", VALID, WAIT, preference))
        .hasStatus(201)
        .doesNotContainHeader(WAITED);
    verifyNoInteractions(answers);
  }

  @Test
  void anOrderIsFound() {
    when(answers.ifAny(new FindOrder(ORDER, null), OrderView.class))
        .thenReturn(completedFuture(Optional.of(PENDING_ORDER)));

    assertThat(get("/orders/" + ORDER))
        .hasStatusOk()
        .doesNotContainHeader(WAITED)
        .hasBodyTextEqualTo(PENDING_AS_JSON);
  }

  @Test
  void anOrderIsFoundWhenItIsDecided() {
    when(answers.ifAny(new FindOrder(ORDER, null), OrderView.class))
        .then(
            asked -> {
              reject(ORDER);
              return completedFuture(Optional.of(CHEAP_ORDER));
            });

    assertThat(get("/orders/" + ORDER, WAIT, "wait=3600"))
        .hasStatusOk()
        .hasHeader(WAITED, "wait=30")
        .hasBodyTextEqualTo(REJECTED_AS_JSON);
  }

  @Test
  void anOrderThatIsNotThereIsNotFoundHoweverLongOneWaits() {
    when(answers.ifAny(new FindOrder(ORDER, null), OrderView.class))
        .thenReturn(completedFuture(Optional.empty()));
    Problem notFound =
        Problem.of(NOT_FOUND, "There is no order " + ORDER + ".", "/orders/" + ORDER);

    assertThat(Problem.in(get("/orders/" + ORDER))).isEqualTo(notFound);
    assertThat(Problem.in(get("/orders/" + ORDER, WAIT, "wait=1"))).isEqualTo(notFound);
  }

  @Test
  void anIdIsAUuidInFull() {
    assertThat(Problem.in(get("/orders/1-1-1-1-1")))
        .isEqualTo(Problem.invalid("/orders/1-1-1-1-1", "orderId", "has the wrong type"));
    assertThat(Problem.in(get("/orders?userId=1-1-1-1-1")))
        .isEqualTo(Problem.invalid("/orders", "userId", "has the wrong type"));
    verifyNoInteractions(answers);
  }

  @Test
  void anApprovedOrderIsCancelledAndShownAsItIsThen() {
    OrderView cancelled =
        new OrderView(ORDER, USER, rub(1), null, CANCELLED, null, NOW, NOW.plusSeconds(1));
    when(commands.send(any(CancelOrder.class)))
        .then(
            sent -> {
              CancelOrder command = sent.getArgument(0);
              return completedFuture(
                  new OrderCancelled(ORDER, USER, rub(1), command.cancellationId(), NOW));
            });
    when(answers.ifAny(new FindOrder(ORDER, null), OrderView.class))
        .thenReturn(completedFuture(Optional.of(cancelled)));

    MvcTestResult answer = postNothing("/orders/" + ORDER + "/cancellation");

    assertThat(answer)
        .hasStatus(202)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"orderId": "%s", "userId": "%s", "price": 1, "status": "CANCELLED",
             "placedAt": "2026-11-22T10:15:30.123456Z",
             "decidedAt": "2026-11-22T10:15:31.123456Z"}"""
                .formatted(ORDER, USER));
    CancelOrder command = sent(CancelOrder.class);
    assertThat(command).isEqualTo(new CancelOrder(ORDER, command.cancellationId()));
    assertThat(post("/orders/" + ORDER + "/cancellation", "{}")).hasStatus(202);
    assertThat(post("/orders/" + ORDER + "/cancellation", "")).hasStatus(202);
  }

  @Test
  void anOrderThatIsNotApprovedIsNotCancelled() {
    when(commands.send(any(CancelOrder.class)))
        .thenReturn(
            failedFuture(new Refused(Refused.Reason.ORDER_NOT_APPROVED, "This one is PENDING.")));

    assertThat(Problem.in(postNothing("/orders/" + ORDER + "/cancellation")))
        .isEqualTo(
            Problem.of(
                ORDER_NOT_APPROVED, "This one is PENDING.", "/orders/" + ORDER + "/cancellation"));
    verifyNoInteractions(answers);
  }

  @Test
  void anOrderThatIsNotThereIsNotCancelled() {
    when(commands.send(any(CancelOrder.class)))
        .thenReturn(
            failedFuture(
                new Refused(Refused.Reason.ORDER_NOT_FOUND, "There is no order " + ORDER + ".")));

    assertThat(Problem.in(postNothing("/orders/" + ORDER + "/cancellation")))
        .isEqualTo(
            Problem.of(
                NOT_FOUND,
                "There is no order " + ORDER + ".",
                "/orders/" + ORDER + "/cancellation"));
  }

  @Test
  void theTimelineIsAListOfWhatHappened() {
    when(answers.ifAny(new FindTimeline(ORDER), TimelineView.class))
        .thenReturn(
            completedFuture(
                Optional.of(
                    new TimelineView(
                        List.of(
                            new TimelineView.Entry(NOW, "order-app", "OrderPlaced", "Placed."),
                            new TimelineView.Entry(
                                NOW.plusSeconds(1), "billing-app", "AccountDebited", "Paid."))))));

    assertThat(get("/orders/" + ORDER + "/timeline"))
        .hasStatusOk()
        .hasBodyTextEqualTo(
            """
            [{"at":"2026-11-22T10:15:30.123456Z","service":"order-app","event":"OrderPlaced",\
            "detail":"Placed."},\
            {"at":"2026-11-22T10:15:31.123456Z","service":"billing-app","event":"AccountDebited",\
            "detail":"Paid."}]""");
  }

  @Test
  void anOrderThatIsNotThereHasNoTimeline() {
    when(answers.ifAny(new FindTimeline(ORDER), TimelineView.class))
        .thenReturn(completedFuture(Optional.empty()));

    assertThat(Problem.in(get("/orders/" + ORDER + "/timeline")))
        .isEqualTo(
            Problem.of(
                NOT_FOUND, "There is no order " + ORDER + ".", "/orders/" + ORDER + "/timeline"));
  }

  @Test
  void whoAsksForAnEventStreamListens() {
    when(listeners.listen(ORDER, ANYBODY, "1"))
        .thenReturn(completedFuture(ResponseEntity.noContent().build()));

    assertThat(get("/orders/" + ORDER, Map.of("Accept", "text/event-stream", "Last-Event-ID", "1")))
        .hasStatus(204)
        .body()
        .isEmpty();
    verifyNoInteractions(answers);
  }

  @Test
  void whoListensToAnOrderThatIsNotThereGetsAProblem() {
    when(listeners.listen(ORDER, ANYBODY, null))
        .thenReturn(failedFuture(Problems.notFound("order", ORDER)));

    assertThat(Problem.in(get("/orders/" + ORDER, "Accept", "text/event-stream")))
        .isEqualTo(Problem.of(NOT_FOUND, "There is no order " + ORDER + ".", "/orders/" + ORDER));
  }

  /** Browsers and curl that say nothing of it want the order as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/*", "text/html, */*;q=0.8"})
  void whoDoesNotAskForAnEventStreamGetsNone(String accept) {
    when(answers.ifAny(new FindOrder(ORDER, null), OrderView.class))
        .thenReturn(completedFuture(Optional.of(PENDING_ORDER)));

    assertThat(get("/orders/" + ORDER, "Accept", accept))
        .hasStatusOk()
        .hasBodyTextEqualTo(PENDING_AS_JSON);
    verifyNoInteractions(listeners);
  }

  @Test
  void ordersAreListedInPages() {
    OrderView approved =
        new OrderView(ORDER, USER, rub(1), null, APPROVED, null, NOW, NOW.plusSeconds(1));
    when(answers.to(new FindOrders(null, 0, 20, null), OrderPage.class))
        .thenReturn(completedFuture(new OrderPage(List.of(approved), 1)));

    assertThat(get("/orders"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"content": [
               {"orderId": "%s", "userId": "%s", "price": 1, "status": "APPROVED",
                "placedAt": "2026-11-22T10:15:30.123456Z",
                "decidedAt": "2026-11-22T10:15:31.123456Z"}],
             "page": {"size": 20, "number": 0, "totalElements": 1, "totalPages": 1}}"""
                .formatted(ORDER, USER));
  }

  @Test
  void theOrdersOfOneUserAreListed() {
    when(answers.to(new FindOrders(USER, 1, 200, null), OrderPage.class))
        .thenReturn(completedFuture(new OrderPage(List.of(PENDING_ORDER), 201)));

    assertThat(get("/orders?userId=" + USER + "&page=1&size=200"))
        .hasStatusOk()
        .hasBodyTextEqualTo(
            """
            {"content":[%s],"page":{"size":200,"number":1,"totalElements":201,"totalPages":2}}"""
                .formatted(PENDING_AS_JSON));
  }
}
