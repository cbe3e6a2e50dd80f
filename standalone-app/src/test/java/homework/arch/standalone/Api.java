package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API as a caller uses it. Knows nothing of what is behind the URL. */
final class Api {

  private static final Duration READ_MODEL_LAG = Duration.ofSeconds(15);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Function<String, URI> origin;

  /** With the URL asked for at each call, since a restarted process has another port. */
  Api(Supplier<URI> url) {
    this(path -> url.get());
  }

  /** With an origin for each path, as a reverse proxy has it. */
  Api(Function<String, URI> origin) {
    this.origin = origin;
  }

  /** What came back. */
  record Answer(
      int status, JsonNode body, String text, String location, String applied, String retryAfter) {

    String id(String field) {
      return body.get(field).asString();
    }

    BigDecimal money(String field) {
      return body.get(field).decimalValue();
    }

    Answer expect(int expected) {
      assertThat(status).as(text).isEqualTo(expected);
      return this;
    }
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  Answer post(String path, String json, String... headers) {
    return send(postRequest(path, json, headers));
  }

  Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE().build());
  }

  CompletableFuture<Answer> postAsync(String path, String json, String... headers) {
    return http.sendAsync(postRequest(path, json, headers), HttpResponse.BodyHandlers.ofString())
        .thenApply(Api::answer);
  }

  /** The lines of a stream as they come. This returns when the answer has begun. */
  HttpResponse<Stream<String>> listen(String orderId, String... headers) {
    return send(
        request("/orders/" + orderId, headers).header("Accept", "text/event-stream").build(),
        HttpResponse.BodyHandlers.ofLines());
  }

  /** The events of a stream, when it is over: of each its id, its name and the order's status. */
  static List<String> events(HttpResponse<Stream<String>> stream) {
    List<String> events = new ArrayList<>();
    String id = "";
    String name = "";
    for (String line : (Iterable<String>) stream.body()::iterator) {
      if (line.startsWith("id:")) {
        id = line.substring(3);
      } else if (line.startsWith("event:")) {
        name = line.substring(6);
      } else if (line.startsWith("data:")) {
        events.add(
            "%s %s %s"
                .formatted(id, name, JSON.readTree(line.substring(5)).get("status").asString()));
      }
    }
    return events;
  }

  private HttpRequest postRequest(String path, String json, String... headers) {
    return request(path, headers)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(origin.apply(path).resolve(path)).timeout(Duration.ofSeconds(45));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** What is not JSON. */
  String text(String path) {
    return send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private Answer send(HttpRequest request) {
    return answer(send(request, HttpResponse.BodyHandlers.ofString()));
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        JSON.readTree(response.body()),
        response.body(),
        response.headers().firstValue("Location").orElse(""),
        response.headers().firstValue("Preference-Applied").orElse(""),
        response.headers().firstValue("Retry-After").orElse(""));
  }

  /** Asks until the answer is as it must be, since a read model may lag; fails after a while. */
  Answer eventually(String path, Predicate<Answer> asItMustBe) {
    Instant end = Instant.now().plus(READ_MODEL_LAG);
    while (true) {
      Answer answer = get(path);
      if (asItMustBe.test(answer)) {
        return answer;
      }
      assertThat(Instant.now()).as("%s stays %s", path, answer.text()).isBefore(end);
      pause();
    }
  }

  // The vocabulary of the tests.

  /** At a management port. */
  void expectThatTheAuditHolds() {
    Answer audit = get("/actuator/audit").expect(200);
    assertThat(audit.body().get("holds").asBoolean()).as(audit.text()).isTrue();
  }

  /** At a management port. */
  List<JsonNode> deadLetters() {
    return get("/actuator/deadletters").expect(200).body().get("items").valueStream().toList();
  }

  String userWithAccount(String name, String email) {
    String userId =
        post("/users", "{\"name\":\"%s\",\"email\":\"%s\"}".formatted(name, email))
            .expect(201)
            .id("userId");
    eventually("/accounts/" + userId, account -> account.status() == 200);
    return userId;
  }

  String userWith(String money) {
    String userId = userWithAccount("Somebody", "somebody-" + System.nanoTime() + "@example.org");
    deposit(userId, money).expect(201);
    return userId;
  }

  Answer deposit(String userId, String amount, String... headers) {
    return post("/accounts/" + userId + "/deposits", amount(amount), headers);
  }

  Answer withdraw(String userId, String amount, String... headers) {
    return post("/accounts/" + userId + "/withdrawals", amount(amount), headers);
  }

  Answer order(String userId, String price, String... headers) {
    return post("/orders", orderOf(userId, price), headers);
  }

  Answer decidedOrder(String orderId) {
    return eventually(
        "/orders/" + orderId, order -> !"PENDING".equals(order.body().path("status").asString()));
  }

  void expectBalance(String userId, String balance) {
    eventually(
        "/accounts/" + userId,
        account -> account.money("balance").compareTo(new BigDecimal(balance)) == 0);
  }

  /** The one mail about an order; that there is no second one is seen as well. */
  JsonNode mailAbout(String orderId) {
    JsonNode mails =
        eventually(
                "/notifications?orderId=" + orderId,
                page ->
                    page.body().path("page").path("totalElements").asInt() > 0) // 503 for a while
            .body()
            .get("content");
    assertThat(mails).hasSize(1);
    return mails.get(0);
  }

  static String amount(String amount) {
    return "{\"amount\":%s}".formatted(amount);
  }

  static String orderOf(String userId, String price) {
    return "{\"userId\":\"%s\",\"price\":%s}".formatted(userId, price);
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
