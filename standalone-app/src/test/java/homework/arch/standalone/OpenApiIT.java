package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.standalone.ApiDocument.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the running API against the OpenAPI documents that it gives. What of the code cannot be
 * seen from outside is held against them by {@link ApiDocumentsTest}.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.datasource.hikari.connection-timeout=500")
@DirtiesContext // its database lives in a folder that is deleted at the end
class OpenApiIT {

  private static final Path COMMITTED = Path.of("..", "docs", "openapi");

  private static final String ANNA = "89ac1d52-ff58-816f-b292-46c05cedbb6f";
  private static final String BOB = "{\"name\":\"Bob\",\"email\":\"bob@example.com\"}";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  /** What is documented, but not seen here. */
  private static final Map<String, String> NOT_SEEN =
      Map.of(
          " 401$| 403$|registerUser 200|placeOrder 404", "where an issuer is set, see CallersIT",
          " 429$", "where a limit is set, see LimitsIT",
          " 500$", "a fault of ours, and we know of none");

  /** Headers that may hold anything. */
  private static final Set<String> NOT_UNDERSTOOD_IS_IGNORED = Set.of("Prefer", "Last-Event-ID");

  @TempDir static Path data;

  @LocalServerPort int port;
  @Autowired DataSource database;
  @Autowired ProcessorDatabase processorDatabase;

  private final HttpClient http = HttpClient.newHttpClient();
  private ApiDocument document;
  private DocumentedApi api;

  @DynamicPropertySource
  static void freshDatabase(DynamicPropertyRegistry properties) {
    properties.add("arch.data-folder", () -> data.resolve("database").toString());
  }

  @BeforeEach
  void readDocument() throws Exception {
    document = new ApiDocument(DocumentedApi.JSON.readTree(get("/v3/api-docs")));
    api = new DocumentedApi(origin(), document);
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "accounts", "orders", "notifications"})
  void theDocumentOfAServiceIsTheCommittedOne(String service) throws Exception {
    Path file = COMMITTED.resolve(service + ".yaml");
    assertThat(get("/v3/api-docs.yaml/" + service)).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "accounts", "orders", "notifications"})
  void aServiceDescribesItsOwnPathsAlone(String service) throws Exception {
    JsonNode ofService = DocumentedApi.JSON.readTree(get("/v3/api-docs/" + service)).get("paths");
    JsonNode ofAll = DocumentedApi.JSON.readTree(get("/v3/api-docs")).get("paths");
    ((ObjectNode) ofAll)
        .retain(
            ofAll.propertyNames().stream()
                .filter(path -> (path + "/").startsWith("/" + service + "/"))
                .toList());
    assertThat(ofService).isNotEmpty().isEqualTo(ofAll);
  }

  @Test
  void swaggerUiShowsThem() throws Exception {
    String page = get("/swagger-ui.html");
    assertThat(page).contains("'v3/api-docs'");
    for (String part :
        List.of("webjars/swagger-ui/swagger-ui-bundle.js", "webjars/swagger-ui/swagger-ui.css")) {
      assertThat(page).contains("\"" + part + "\"");
      assertThat(get("/" + part)).isNotEmpty();
    }
  }

  @Test
  void allThatCallersCanDoIsDescribedAndNothingElse() {
    assertThat(document.operations())
        .map(Operation::toString)
        .containsExactlyInAnyOrder(
            "POST /users",
            "GET /users/{userId}",
            "DELETE /users/{userId}",
            "GET /users/{userId}/export",
            "GET /users",
            "GET /accounts/{userId}",
            "POST /accounts/{userId}/deposits",
            "POST /accounts/{userId}/withdrawals",
            "GET /accounts/{userId}/operations",
            "POST /orders",
            "GET /orders/{orderId}",
            "GET /orders/{orderId}/timeline",
            "POST /orders/{orderId}/cancellation",
            "GET /orders",
            "GET /notifications",
            "POST /notifications");
  }

  @Test
  void everyFormHasExamplesAndTheyFit() {
    assertThat(document.operations().stream().flatMap(Operation::forms))
        .isNotEmpty()
        .allSatisfy(
            form ->
                assertThat(form.get("examples").values())
                    .isNotEmpty()
                    .allSatisfy(
                        example ->
                            assertThat(document.problems(form.get("schema"), example.get("value")))
                                .isEmpty()));
  }

  @Test
  void everyDocumentedAnswerIsGivenAndNoOther() throws Exception {
    tellTheStoryOfTheExamples();
    for (Operation operation : document.operations()) {
      sendWrongParameters(operation);
      if (operation.takesBody()) {
        sendWrongBodies(operation);
        sendTwice(operation);
      }
      if (documented().contains(operation.id() + " 404")) {
        api.call(operation.id()).about(ANNA, NOBODY).expect(404);
      }
      askForAnotherForm(operation);
    }
    takeTheDatabaseAway();
    assertThat(api.seen()).isEqualTo(documented());
  }

  private Set<String> documented() {
    return document.operations().stream()
        .flatMap(
            operation -> operation.statuses().stream().map(status -> operation.id() + " " + status))
        .filter(
            answer ->
                NOT_SEEN.keySet().stream()
                    .noneMatch(unseen -> Pattern.compile(unseen).matcher(answer).find()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void tellTheStoryOfTheExamples() throws Exception {
    DocumentedApi.Answer anna = api.call("registerUser").expect(201).isLike("anna");
    assertThat(anna.body().get("userId").asString()).isEqualTo(ANNA);
    assertThat(anna.header("Location")).isEqualTo("/users/" + ANNA);
    api.call("registerUser").without("Idempotency-Key").expect(409).isLike("email-taken");
    api.call("findUser").expect(200).isLike("anna");
    await().untilAsserted(() -> api.call("listUsers").expect(200).isLike("only anna"));

    await().untilAsserted(() -> api.call("findAccount").expect(200));
    api.call("exportUser").expect(200).isLike("just registered");
    api.call("depositFunds").expect(201).isLike("the first deposit");

    api.call("eraseUser").expect(409).isLike("money-on-account");

    DocumentedApi.Answer bicycle =
        api.call("placeOrder").expect(201).isLike("waited for, enough money");
    assertThat(bicycle.header("Preference-Applied")).isEqualTo("wait=5");
    assertThat(bicycle.header("Location"))
        .isEqualTo("/orders/" + bicycle.body().get("orderId").asString());
    find(bicycle).expect(200).isLike("approved");
    await().untilAsserted(() -> api.call("findAccount").expect(200).isLike("after the order"));

    api.call("withdrawFunds").sending("too much").expect(422).isLike("insufficient-funds");
    api.call("withdrawFunds").expect(201).isLike("after the order");

    DocumentedApi.Answer yacht =
        api.call("placeOrder").sending("too little money").without("Prefer").expect(201);
    assertThat(yacht.body().get("status").asString()).isEqualTo("PENDING");
    find(yacht).expect(200).isLike("rejected");

    await().untilAsserted(() -> api.call("listOperations").expect(200).isLike("all that happened"));
    await().untilAsserted(() -> api.call("listOrders").expect(200).isLike("annas orders"));
    await().untilAsserted(() -> api.call("listNotifications").expect(200).isLike("annas mail"));
    api.call("sendNotification").expect(201).isLike("to anna");

    await().untilAsserted(() -> of(bicycle, "findOrderTimeline").expect(200).isLike("the bicycle"));
    find(bicycle).accept("text/event-stream").expect(200);
    find(bicycle).accept("text/event-stream").with("Last-Event-ID", "1").expect(204);
    of(bicycle, "cancelOrder").expect(202).isLike("cancelled");
    of(bicycle, "cancelOrder").expect(409).isLike("order-not-approved");

    DocumentedApi.Answer bob =
        api.call("registerUser").with("Idempotency-Key", "bob").body(BOB).expect(201);
    api.call("eraseUser").with("userId", bob.body().get("userId").asString()).expect(202);

    api.call("placeOrder").about(ANNA, NOBODY).expect(201);
    await()
        .untilAsserted(
            () ->
                api.call("listNotifications")
                    .about(ANNA, NOBODY)
                    .expect(200)
                    .isLike("a user who never registered"));
  }

  private DocumentedApi.Call find(DocumentedApi.Answer order) {
    return of(order, "findOrder");
  }

  private DocumentedApi.Call of(DocumentedApi.Answer order, String operationId) {
    return api.call(operationId).with("orderId", order.body().get("orderId").asString());
  }

  private void sendWrongParameters(Operation operation) throws Exception {
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.get("name").asString();
      switch (parameter.get("in").asString()) {
        case "path", "query" -> api.call(operation.id()).with(name, "-1").expect(400);
        case "header" -> {
          if (!NOT_UNDERSTOOD_IS_IGNORED.contains(name)) {
            api.call(operation.id()).with(name, "two words").expect(400);
          }
        }
        default -> throw new IllegalStateException(name);
      }
    }
  }

  private void sendWrongBodies(Operation operation) throws Exception {
    ObjectNode right = (ObjectNode) operation.firstRequest();
    for (String field : right.propertyNames()) {
      api.call(operation.id()).body(right.deepCopy().put(field, true).toString()).expect(400);
    }
    for (JsonNode field : operation.requestSchema().get("required")) {
      ObjectNode without = right.deepCopy().without(field.asString());
      api.call(operation.id()).body(without.toString()).expect(400);
    }
    api.call(operation.id()).body("{").expect(400);
    api.call(operation.id()).body("x".repeat(64 * 1024 + 1)).expect(413);
    api.call(operation.id()).contentType("application/yaml").expect(415);
  }

  /** The same key, with the same body and with another. */
  private void sendTwice(Operation operation) throws Exception {
    String key = operation.id() + "-twice";
    DocumentedApi.Answer first = api.call(operation.id()).with("Idempotency-Key", key).send();
    DocumentedApi.Answer again = api.call(operation.id()).with("Idempotency-Key", key).send();
    assertThat(again.body()).isEqualTo(first.body());
    DocumentedApi.Answer other =
        api.call(operation.id())
            .with("Idempotency-Key", key)
            .body(changed(operation.firstRequest()))
            .expect(422);
    assertThat(other.body().get("type").asString()).isEqualTo("urn:problem:idempotency-key-reused");
  }

  /** What cannot be answered is not done: the key is still free for another request. */
  private void askForAnotherForm(Operation operation) throws Exception {
    String key = operation.id() + "-text";
    api.call(operation.id()).with("Idempotency-Key", key).accept("text/plain").expect(406);
    if (operation.takesBody()) {
      DocumentedApi.Answer other =
          api.call(operation.id())
              .with("Idempotency-Key", key)
              .body(changed(operation.firstRequest()))
              .send();
      assertThat(other.status()).as("%s", operation).isNotEqualTo(422);
    }
  }

  private static String changed(JsonNode request) {
    ObjectNode changed = ((ObjectNode) request).deepCopy();
    changed.properties().stream()
        .filter(field -> !field.getKey().equals("userId"))
        .findFirst()
        .ifPresent(
            field -> {
              if (field.getValue().isNumber()) {
                changed.put(field.getKey(), 1);
              } else {
                changed.put(field.getKey(), "Another");
              }
            });
    return changed.toString();
  }

  /** All its connections are in use, and nobody else gets one. */
  private void takeTheDatabaseAway() throws Exception {
    List<Connection> taken = new ArrayList<>();
    try {
      for (DataSource pool : List.of(database, processorDatabase.dataSource())) {
        int all = pool.unwrap(HikariDataSource.class).getMaximumPoolSize();
        for (int i = 0; i < all; i++) {
          await().ignoreExceptions().until(() -> taken.add(pool.getConnection()));
        }
      }
      for (Operation operation : document.operations()) {
        api.call(operation.id()).without("Prefer").without("Idempotency-Key").expect(503);
      }
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  private String origin() {
    return "http://localhost:" + port;
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(origin() + path)).build(),
            HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }
}
