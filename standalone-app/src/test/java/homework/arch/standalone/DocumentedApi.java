package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.standalone.ApiDocument.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** The running API, of which every answer is held against its document. */
final class DocumentedApi {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Headers that belong to HTTP and to those on the way, not to the API. */
  private static final Set<String> OF_HTTP =
      Set.of(
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "date",
          "accept",
          "cache-control",
          "x-accel-buffering");

  /** No answer may take longer, whatever is away. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String origin;
  private final ApiDocument document;
  private final Set<String> seen = new TreeSet<>();

  DocumentedApi(String origin, ApiDocument document) {
    this.origin = origin;
    this.document = document;
  }

  /** The operations and statuses that were seen so far, such as {@code findUser 404}. */
  Set<String> seen() {
    return seen;
  }

  /**
   * A call as Swagger UI would send it: with the examples of its parameters, and the first body.
   */
  Call call(String operationId) {
    return new Call(document.operation(operationId));
  }

  final class Call {

    private final Operation operation;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String accept = "application/json";
    private String contentType = "application/json";
    private @Nullable String body;
    private @Nullable String token;

    private Call(Operation operation) {
      this.operation = operation;
      operation.parameters().stream()
          .filter(parameter -> parameter.has("example"))
          .forEach(
              parameter ->
                  parameters.put(
                      parameter.get("name").asString(), parameter.get("example").asString()));
      body = operation.takesBody() ? operation.firstRequest().toString() : null;
    }

    Call with(String parameter, String value) {
      parameters.put(parameter, value);
      return this;
    }

    Call without(String parameter) {
      parameters.remove(parameter);
      return this;
    }

    Call sending(String example) {
      body = operation.request(example).toString();
      return this;
    }

    Call body(String json) {
      body = json;
      return this;
    }

    Call contentType(String type) {
      contentType = type;
      return this;
    }

    /** Who calls; nobody without a token. */
    Call as(@Nullable String bearerToken) {
      token = bearerToken;
      return this;
    }

    Call accept(String type) {
      accept = type;
      return this;
    }

    /** The same call about something else. */
    Call about(String id, String otherId) {
      parameters.replaceAll((name, value) -> value.replace(id, otherId));
      body = body == null ? null : body.replace(id, otherId);
      return this;
    }

    Answer expect(int status) throws IOException, InterruptedException {
      Answer answer = send();
      assertThat(answer.status).as("%s: %s", operation, answer.body).isEqualTo(status);
      return answer;
    }

    /** Sends it, and accepts whatever is documented. */
    Answer send() throws IOException, InterruptedException {
      HttpResponse<String> response =
          http.send(request(), HttpResponse.BodyHandlers.ofString(UTF_8));
      assertThat(operation.statuses())
          .as("%s answers: %s", operation, response.body())
          .contains(response.statusCode());
      seen.add(operation.id() + " " + response.statusCode());
      Answer answer =
          new Answer(operation, response.statusCode(), response.headers(), body(response));
      answer.holdAgainstDocument();
      return answer;
    }

    private JsonNode body(HttpResponse<String> response) {
      return response.headers().firstValue("Content-Type").orElse("").equals("text/event-stream")
          ? StringNode.valueOf(response.body())
          : JSON.readTree(response.body());
    }

    private HttpRequest request() {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri())
              .timeout(LONGEST)
              .header("Accept", accept)
              .method(
                  operation.method(),
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body, UTF_8));
      if (body != null) {
        request.header("Content-Type", contentType);
      }
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      parameters("header").forEach(request::header);
      return request.build();
    }

    private URI uri() {
      String path = operation.path();
      for (Map.Entry<String, String> variable : parameters("path").entrySet()) {
        path = path.replace("{" + variable.getKey() + "}", variable.getValue());
      }
      String query =
          parameters("query").entrySet().stream()
              .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
              .collect(Collectors.joining("&"));
      return URI.create(origin + path + (query.isEmpty() ? "" : "?" + query));
    }

    private Map<String, String> parameters(String place) {
      Map<String, String> found = new LinkedHashMap<>();
      operation.parameters().stream()
          .filter(parameter -> parameter.get("in").asString().equals(place))
          .map(parameter -> parameter.get("name").asString())
          .filter(parameters::containsKey)
          .forEach(name -> found.put(name, parameters.get(name)));
      return found;
    }
  }

  final class Answer {

    private final Operation operation;
    private final int status;
    private final HttpHeaders headers;
    private final JsonNode body;

    private Answer(Operation operation, int status, HttpHeaders headers, JsonNode body) {
      this.operation = operation;
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    JsonNode body() {
      return body;
    }

    HttpHeaders headers() {
      return headers;
    }

    String header(String name) {
      return headers.firstValue(name).orElseThrow();
    }

    private void holdAgainstDocument() {
      String call = operation + " " + status;
      JsonNode documented = operation.answer(status);
      if (documented.has("content")) {
        JsonNode form = documented.get("content").get(header("Content-Type"));
        assertThat(form).as("%s is documented as %s", call, header("Content-Type")).isNotNull();
        assertThat(document.problems(form.get("schema"), body)).as("%s: %s", call, body).isEmpty();
      } else {
        assertThat(body.isMissingNode()).as("%s: %s", call, body).isTrue();
      }
      Set<String> names = new TreeSet<>(OF_HTTP);
      documented
          .path("headers")
          .properties()
          .forEach(
              header -> {
                names.add(header.getKey().toLowerCase(Locale.ROOT));
                holdHeader(call, header.getKey(), header.getValue());
              });
      assertThat(names).as("the headers of %s", call).containsAll(headers.map().keySet());
    }

    private void holdHeader(String call, String name, JsonNode documented) {
      String value = headers.firstValue(name).orElse(null);
      if (value == null) {
        assertThat(documented.path("required").asBoolean(false))
            .as("%s may come without %s", call, name)
            .isFalse();
        return;
      }
      JsonNode schema = documented.get("schema");
      boolean number = schema.get("type").asString().equals("integer");
      JsonNode node = JSON.valueToTree(number ? Integer.valueOf(value) : value);
      assertThat(document.problems(schema, node)).as("%s: %s", call, name).isEmpty();
    }

    /** It is the documented example in all but ids and instants. */
    Answer isLike(String example) throws Exception {
      JSONAssert.assertEquals(
          "%s, example %s".formatted(operation, example),
          general(operation.answer(status, example)),
          general(body),
          JSONCompareMode.STRICT);
      return this;
    }

    private static String general(JsonNode json) {
      return json.toString()
          .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(an id)")
          .replaceAll("\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"", "\"(an instant)\"");
    }
  }
}
