package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * What every answer carries, whatever its status and whoever gives it; how much a caller may ask;
 * and from where. All of it behind a proxy and with a log-in.
 */
@DirtiesContext // nobody else uses it
class LimitsIT extends InOneJvm {

  private static final int BURST = 5;
  private static final String SHOP = "https://shop.example";
  private static final Issuer ISSUER = Issuer.started();

  /** So that no test takes from the bucket of another. */
  private static final AtomicInteger CALLERS = new AtomicInteger();

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry properties) {
    properties.add("arch.data-folder", () -> "target/limits");
    properties.add("arch.issuer", ISSUER::url);
    properties.add("arch.audience", () -> Issuer.AUDIENCE);
    properties.add("arch.rate-limit.per-second", () -> 1);
    properties.add("arch.rate-limit.burst", () -> BURST);
    properties.add("arch.cors.origins", () -> SHOP + ", https://other.example");
    properties.add("server.forward-headers-strategy", () -> "native");
  }

  @AfterAll
  static void stopIssuer() {
    ISSUER.close();
  }

  private static String newAddress() {
    return "X-Forwarded-For: 198.51.100." + CALLERS.incrementAndGet();
  }

  private static String newToken() {
    return "Authorization: Bearer " + ISSUER.token("caller " + CALLERS.incrementAndGet());
  }

  private static RawHttp.Answer send(int port, String line, String body, String... headers)
      throws IOException {
    String head =
        Stream.concat(
                Stream.of(line + " HTTP/1.1", "Host: localhost", "Connection: close"),
                Stream.of(headers))
            .reduce("", (all, one) -> all + one + "\r\n");
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    return RawHttp.exchange(
        port,
        new BadRequest(
            line, null, (head + length + "\r\n" + body).getBytes(ISO_8859_1), Set.of(), null));
  }

  private RawHttp.Answer send(String line, String... headers) throws IOException {
    return send(port(), line, "", headers);
  }

  private static void expectHeaders(RawHttp.Answer answer, String policy) {
    assertThat(answer.headers())
        .as(answer.head())
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("referrer-policy", List.of("no-referrer"))
        .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
        .containsKeys("permissions-policy", "content-security-policy", "cache-control")
        .doesNotContainKeys("server", "x-powered-by", "set-cookie")
        .doesNotContainKeys("cross-origin-opener-policy", "strict-transport-security"); // no TLS
    assertThat(answer.headers().get("content-security-policy"))
        .singleElement()
        .asString()
        .startsWith(policy)
        .contains("frame-ancestors 'none'");
    assertThat(answer.headers().get("cache-control")).hasSize(1);
  }

  private static void expectHeadersOfApi(RawHttp.Answer answer) {
    expectHeaders(answer, "default-src 'none'; frame-ancestors 'none'");
    assertThat(answer.header("cache-control")).contains("no-store");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | GET /users                                          | Accept: application/json
          201 | POST /users                                         | Content-Type: application/json
          400 | GET /users?size=0                                   | Accept: application/json
          400 | GET /users/%                                        | Accept: application/json
          400 | POST /orders                                        | Content-Type: application/json
          404 | GET /users/00000000-0000-4000-8000-000000000000     | Accept: application/json
          404 | GET /nowhere                                        | Accept: application/json
          405 | PUT /users                                          | Accept: application/json
          405 | TRACE /users                                        | Accept: application/json
          406 | GET /users                                          | Accept: text/plain
          413 | POST /users                                         | Content-Type: application/json
          415 | POST /users                                         | Content-Type: text/plain
          """)
  void anAnswerOfEachStatusCarriesTheHeaders(int status, String line, String header)
      throws IOException {
    String body = status == 413 ? "x".repeat(64 * 1024 + 1) : "";
    if (status == 201) {
      body = "{\"name\":\"Limited\",\"email\":\"limited@example.org\"}";
    } else if (line.startsWith("POST") && body.isEmpty()) {
      body = "{}";
    }
    RawHttp.Answer answer = send(port(), line, body, header, newToken());
    assertThat(answer.status()).as(answer.head()).isEqualTo(status);
    expectHeadersOfApi(answer);
    assertThat(send("HEAD /users", newToken()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /a b", "GET / HTTP/9.9\r\nX: y", "GET /a%00b"})
  void soDoesWhatTomcatAnswersItself(String line) throws IOException {
    RawHttp.Answer answer = send(line);
    assertThat(answer.status()).isBetween(400, 505);
    expectHeadersOfApi(answer);
  }

  @Test
  void soDoesAnAnswerThatIsWaitedForAndAStream() throws IOException {
    String token = newToken();
    Api.Answer user =
        api()
            .post(
                "/users",
                "{\"name\":\"Waiting\",\"email\":\"waiting@example.org\"}",
                token.split(": ", 2))
            .expect(201);
    RawHttp.Answer order =
        send(
            port(),
            "POST /orders",
            Api.orderOf(user.id("userId"), "1"),
            token,
            "Content-Type: application/json",
            "Prefer: wait=20");
    assertThat(order.status()).isEqualTo(201);
    expectHeadersOfApi(order);
    RawHttp.Answer stream =
        send("GET " + order.header("location").orElseThrow(), token, "Accept: text/event-stream");
    assertThat(stream.header("content-type")).contains("text/event-stream");
    expectHeadersOfApi(stream);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                                         | default-src 'none'; script-src 'self' 'sha256-
          /swagger-ui.html                          | default-src 'none'; script-src 'self' 'sha256-
          /page/js/app.js                           | default-src 'none'; frame-ancestors 'none'
          /webjars/swagger-ui/swagger-ui-bundle.js  | default-src 'none'; frame-ancestors 'none'
          /v3/api-docs                              | default-src 'none'; frame-ancestors 'none'
          """)
  void filesHaveTheirOwnPolicyAndAreKept(String path, String policy) throws IOException {
    RawHttp.Answer answer = send("GET " + path, newAddress());
    assertThat(answer.status()).isEqualTo(200);
    expectHeaders(answer, policy);
    assertThat(answer.header("cache-control"))
        .contains(path.startsWith("/v3") ? "no-store" : "no-cache");
  }

  @ParameterizedTest
  @CsvSource({
    "200, GET /actuator/health/liveness",
    "200, GET /actuator/prometheus",
    "401, GET /actuator/deadletters",
    "401, POST /actuator/deadletters/retry",
    "400, GET /actuator/%"
  })
  void soDoesTheManagementPort(int status, String line) throws IOException {
    RawHttp.Answer answer = send(managementPort(), line, "");
    assertThat(answer.status()).as(answer.head()).isEqualTo(status);
    expectHeadersOfApi(answer);
    assertThat(answer.headers()).doesNotContainKey("ratelimit");
    if (status >= 400) {
      assertThat(answer.head() + new String(answer.body(), ISO_8859_1))
          .doesNotContainIgnoringCase("tomcat")
          .doesNotContain("Exception");
    }
  }

  /** The proxy tells that the caller came by TLS. */
  @ParameterizedTest
  @CsvSource({"https, true", "http, false"})
  void onlyOverTlsIsTlsAskedFor(String scheme, boolean isAsked) throws IOException {
    RawHttp.Answer answer = send("GET /users", newToken(), "X-Forwarded-Proto: " + scheme);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("strict-transport-security").isPresent()).isEqualTo(isAsked);
    assertThat(answer.header("cross-origin-opener-policy").isPresent()).isEqualTo(isAsked);
  }

  // Limits.

  @Test
  void aCallerSendsABurstAndThenIsToldToWait() throws IOException {
    String token = newToken();
    for (int left = BURST - 1; left >= 0; left--) {
      RawHttp.Answer answer = send("GET /users", token, newAddress());
      assertThat(answer.status()).isEqualTo(200);
      // One may have come back meanwhile.
      assertThat(answer.header("ratelimit").orElseThrow())
          .matches("\"caller\";r=[%d-%d];t=1".formatted(left, BURST - 1));
      assertThat(answer.header("ratelimit-policy")).contains("\"caller\";q=5;w=5");
    }
    RawHttp.Answer refused = untilRefused("GET /users", token);
    assertThat(refused.header("retry-after")).contains("1");
    assertThat(refused.header("ratelimit")).contains("\"caller\";r=0;t=1");
    assertThat(refused.header("content-type").orElseThrow()).startsWith("application/problem+json");
    JsonNode problem = DocumentedApi.JSON.readTree(refused.body());
    assertThat(problem.get("type").asString()).isEqualTo("urn:problem:too-many-requests");
    assertThat(problem.get("instance").asString()).isEqualTo("/users");
    expectHeadersOfApi(refused);

    // Others are not held up, and neither are files.
    assertThat(send("GET /users", newToken()).status()).isEqualTo(200);
    assertThat(send("GET /page/js/app.js", token).status()).isEqualTo(200);
    await().until(() -> send("GET /users", token).status() == 200);
  }

  /** The bucket fills while it is emptied, so it takes some more than its size. */
  private RawHttp.Answer untilRefused(String line, String... headers) throws IOException {
    RawHttp.Answer answer = send(line, headers);
    for (int i = 0; i < 500 && answer.status() != 429; i++) {
      answer = send(line, headers);
    }
    assertThat(answer.status()).as(answer.head()).isEqualTo(429);
    return answer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Authorization: Bearer nonsense"})
  void whoFailsToLogInIsLimitedByAddress(String wrong) throws IOException {
    String address = newAddress();
    String[] headers = Stream.of(wrong, address).filter(h -> !h.isEmpty()).toArray(String[]::new);
    RawHttp.Answer failed = send("GET /users", headers);
    assertThat(failed.status()).isEqualTo(401);
    assertThat(failed.header("ratelimit")).isPresent();
    expectHeadersOfApi(failed);

    RawHttp.Answer refused = untilRefused("GET /users", headers);

    expectHeadersOfApi(refused);
    // Who has a good token is let in from there all the same.
    assertThat(send("GET /users", address, newToken()).status()).isEqualTo(200);
    await().until(() -> send("GET /users", headers).status() == 401);
  }

  /**
   * Spring Security refuses such a path by itself, and others as those of files are not limited.
   */
  @Test
  void aPathThatOnlyBeginsAsThatOfAFileCounts() throws IOException {
    untilRefused("GET /page/../users", newAddress());
  }

  /** It is looked at there as well. */
  @Test
  void soDoesAWrongTokenForAFile() throws IOException {
    untilRefused("GET /page/js/app.js", newAddress(), "Authorization: Bearer nonsense");
  }

  // Other sites.

  @Test
  void aPageOfANamedSiteMayCallAndReadWhatItNeeds() throws IOException {
    RawHttp.Answer asked =
        send(
            "OPTIONS /orders",
            newAddress(),
            "Origin: " + SHOP,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization,content-type,idempotency-key,prefer");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.header("access-control-allow-origin")).contains(SHOP);
    assertThat(asked.header("access-control-allow-methods")).contains("GET,HEAD,POST,DELETE");
    assertThat(asked.header("access-control-allow-headers"))
        .contains("authorization, content-type, idempotency-key, prefer");
    assertThat(asked.headers()).doesNotContainKey("access-control-allow-credentials");
    expectHeadersOfApi(asked);

    RawHttp.Answer answer = send("GET /users", newToken(), "Origin: " + SHOP);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).contains(SHOP);
    assertThat(answer.header("access-control-expose-headers").orElseThrow())
        .contains("Location", "Retry-After", "RateLimit", "Preference-Applied");
    // It can read that it must log in.
    assertThat(send("GET /users", newAddress(), "Origin: " + SHOP).headers())
        .containsEntry("access-control-allow-origin", List.of(SHOP));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "http://shop.example", "https://shop.example:444", "null"})
  void aPageOfAnotherSiteMayNot(String origin) throws IOException {
    for (RawHttp.Answer answer :
        List.of(
            send("GET /users", newToken(), "Origin: " + origin),
            send(
                "OPTIONS /orders",
                newAddress(),
                "Origin: " + origin,
                "Access-Control-Request-Method: POST"))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
      assertThat(new String(answer.body(), ISO_8859_1)).contains("urn:problem:forbidden");
      expectHeadersOfApi(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "TRACE"})
  void norMayItUseWhatTheApiDoesNotHave(String method) throws IOException {
    RawHttp.Answer asked =
        send(
            "OPTIONS /orders",
            newAddress(),
            "Origin: " + SHOP,
            "Access-Control-Request-Method: " + method);
    assertThat(asked.status()).isEqualTo(403);
  }

  // Operators.

  @Test
  void anOperatorsDeedIsRecordedWithoutHisNameAndWhatTheLogInRefusesIsNone() throws IOException {
    String subject = "operator " + CALLERS.incrementAndGet();
    String token =
        "Authorization: Bearer "
            + ISSUER.signed(
                ISSUER
                    .claims(subject, Issuer.OPERATOR)
                    .claim("preferred_username", "olga")
                    .build());
    assertThat(send(managementPort(), "POST /actuator/deadletters/retry", "", newToken()).status())
        .isEqualTo(403);
    assertThat(
            send(managementPort(), "POST /actuator/deadletters/none/retry", "", token, json())
                .status())
        .isEqualTo(404);

    JsonNode deed =
        await()
            .until(
                () ->
                    operator()
                        .get("/actuator/operatorlog", token.split(": ", 2))
                        .expect(200)
                        .body()
                        .get("content"),
                deeds -> deeds.size() > 0 && deeds.get(0).get("status").asInt() == 404)
            .get(0);
    assertThat(deed.get("who").asString()).isEqualTo(subject);
    assertThat(deed.toString()).doesNotContain("olga");
    assertThat(deed.get("what").asString()).isEqualTo("POST /actuator/deadletters/none/retry");
    assertThat(deed.get("outcome").asString()).isEqualTo("REFUSED");
  }

  /** What an operator changes or exports over the API is a deed too; what others do is none. */
  @Test
  void soIsWhatHeDoesOverTheApi() throws IOException {
    String subject = "operator " + CALLERS.incrementAndGet();
    String token = "Authorization: Bearer " + ISSUER.token(subject, Issuer.OPERATOR);
    String nobody = "/users/00000000-0000-4000-8000-000000000000";
    assertThat(send("GET " + nobody, token).status()).isEqualTo(404);
    assertThat(send("GET " + nobody + "/export", token).status()).isEqualTo(404);
    assertThat(send("DELETE " + nobody, newToken()).status()).isEqualTo(404);
    assertThat(send("DELETE " + nobody, token).status()).isEqualTo(404);
    String mail =
        "{\"userId\":\"%s\",\"subject\":\"Hello\",\"text\":\"Hello\"}"
            .formatted(nobody.substring(7));
    assertThat(send(port(), "POST /notifications", mail, token, json()).status()).isEqualTo(404);

    JsonNode deeds =
        await()
            .until(
                () ->
                    operator()
                        .get("/actuator/operatorlog?size=3", token.split(": ", 2))
                        .expect(200)
                        .body()
                        .get("content"),
                three -> three.size() == 3 && three.get(0).get("status").asInt() == 404);
    assertThat(deeds.get(0).get("what").asString()).isEqualTo("POST /notifications");
    assertThat(deeds.get(1).get("what").asString()).isEqualTo("DELETE " + nobody);
    assertThat(deeds.get(2).get("what").asString()).isEqualTo("GET " + nobody + "/export");
    assertThat(deeds)
        .allSatisfy(deed -> assertThat(deed.get("who").asString()).isEqualTo(subject))
        .allSatisfy(deed -> assertThat(deed.get("outcome").asString()).isEqualTo("REFUSED"));
  }

  private static String json() {
    return "Content-Type: application/json";
  }
}
