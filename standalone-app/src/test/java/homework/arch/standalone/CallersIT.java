package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import homework.arch.api.DerivedId;
import homework.arch.standalone.ApiDocument.Operation;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Who may do what, where an issuer is set. It goes through every operation of the documents, so
 * that one without a rule is found.
 */
@TestPropertySource(
    properties = {
      "arch.data-folder=${" + InOneJvm.OWN_FOLDER + ":target}/callers",
      "arch.issuer=${" + CallersIT.ISSUER_URL + "}",
      "arch.audience=" + Issuer.AUDIENCE
    })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallersIT extends InOneJvm {

  static final String ISSUER_URL = "tests.issuer";

  private static final String ANNA = "89ac1d52-ff58-816f-b292-46c05cedbb6f";
  private static final String NOT_THERE = "00000000-0000-4000-8000-000000000000";

  /** What is no GET, and an operator may do to or for another. */
  private static final Set<String> OPEN_TO_OPERATORS =
      Set.of("registerUser", "sendNotification", "eraseUser");

  /** The application is started before it. */
  private static final Issuer ISSUER = new Issuer();

  static {
    System.setProperty(ISSUER_URL, ISSUER.url());
  }

  private ApiDocument document;
  private DocumentedApi documented;

  @BeforeEach
  void readDocument() {
    document = new ApiDocument(api().get("/v3/api-docs").expect(200).body());
    documented = new DocumentedApi("http://127.0.0.1:" + port(), document);
  }

  @AfterAll
  static void stopIssuer() {
    ISSUER.close();
    System.clearProperty(ISSUER_URL);
  }

  /** Somebody with a token, an account with money, and an approved order. */
  private record Person(String token, String userId, String orderId) {}

  private Person person(String subject, String... roles) {
    String token = ISSUER.token(subject, roles);
    String userId = register(token, subject).expect(201).id("userId");
    await().until(() -> get("/accounts/" + userId, token).status() == 200);
    post("/accounts/" + userId + "/deposits", Api.amount("5000"), token).expect(201);
    Api.Answer order =
        api()
            .post(
                "/orders",
                Api.orderOf(userId, "10"),
                "Authorization",
                "Bearer " + token,
                "Prefer",
                "wait=20")
            .expect(201);
    assertThat(order.id("status")).isEqualTo("APPROVED");
    Person person = new Person(token, userId, order.id("orderId"));
    await().until(() -> get("/orders/" + person.orderId() + "/timeline", token).body().size() == 4);
    await().until(() -> get("/notifications", token).text().contains(person.orderId()));
    await().until(() -> get("/orders", token).text().contains("APPROVED"));
    await().until(() -> get("/accounts/" + userId, token).text().contains("4990"));
    return person;
  }

  @Test
  @Order(1)
  void theIssuerMayComeUpLaterThanTheApplication() {
    String token = ISSUER.token("early");
    Api.Answer answer = get("/users", token).expect(503);
    assertThat(answer.id("type")).isEqualTo("urn:problem:service-unavailable");
    assertThat(answer.retryAfter()).isEqualTo("2");
    api().get("/users").expect(401);

    ISSUER.start();
    await().until(() -> get("/users", token).status() == 200);
  }

  @Test
  @Order(2)
  void nobodyMayDoAnything() throws Exception {
    Map<String, String> wrong = wrongTokens();
    for (Operation operation : document.operations()) {
      DocumentedApi.Answer nobody = documented.call(operation.id()).expect(401);
      assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
      for (Map.Entry<String, String> token : wrong.entrySet()) {
        DocumentedApi.Answer answer = documented.call(operation.id()).as(token.getValue()).send();
        assertThat(answer.status()).as("%s, %s", operation, token.getKey()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
            .as("%s, %s", operation, token.getKey())
            .isEqualTo("Bearer realm=\"api\", error=\"invalid_token\"");
        assertThat(answer.body().get("detail").asString())
            .isEqualTo("The token is not valid here.");
      }
    }
    assertThat(get("/users?size=200", ISSUER.token("root", Issuer.OPERATOR)).text())
        .doesNotContain("anna@example.com");
  }

  private static Map<String, String> wrongTokens() throws JOSEException {
    Date past = Date.from(Instant.now().minus(Duration.ofMinutes(2)));
    JWTClaimsSet good = ISSUER.claims("anna").build();
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("expired", ISSUER.signed(ISSUER.claims("anna").expirationTime(past).build()));
    wrong.put("for ever", ISSUER.signed(ISSUER.claims("anna").expirationTime(null).build()));
    wrong.put(
        "of tomorrow",
        ISSUER.signed(
            ISSUER
                .claims("anna")
                .notBeforeTime(Date.from(Instant.now().plus(Duration.ofMinutes(2))))
                .build()));
    wrong.put(
        "of another issuer",
        ISSUER.signed(ISSUER.claims("anna").issuer("http://localhost:1").build()));
    wrong.put(
        "for another audience",
        ISSUER.signed(ISSUER.claims("anna").audience(Issuer.CLIENT).build()));
    wrong.put(
        "for no audience",
        ISSUER.signed(ISSUER.claims("anna").audience(List.<String>of()).build()));
    wrong.put("of nobody", ISSUER.signed(ISSUER.claims("anna").subject(null).build()));
    wrong.put("of a blank", ISSUER.signed(ISSUER.claims("anna").subject(" ").build()));
    wrong.put("not signed", new PlainJWT(good).serialize());
    wrong.put(
        "signed by another key", Issuer.signed(good, Issuer.newKey(), ISSUER.key().getKeyID()));
    for (String each : List.of("", " again", " and again", " and once more")) {
      wrong.put(
          "signed by an unknown key" + each, Issuer.signed(good, ISSUER.key(), "unknown" + each));
    }
    wrong.put("signed by the public key as a secret", signedByThePublicKey(good));
    wrong.put("changed", ISSUER.token("anna").replaceFirst("\\.", ".e"));
    wrong.put("garbage", "garbage");
    wrong.put("two words", "two words");
    return wrong;
  }

  /** What a careless reader takes for an HMAC. */
  private static String signedByThePublicKey(JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(ISSUER.key().getKeyID()).build(),
            claims);
    token.sign(new MACSigner(ISSUER.key().toRSAPublicKey().getEncoded()));
    return token.serialize();
  }

  @Test
  void whatIsAnothersIsNotThere() throws Exception {
    Person anna = person("anna-1");
    Person boris = person("boris-1");
    List<String> before = seenBy(anna);
    for (Operation operation : document.operations()) {
      DocumentedApi.Answer hers = about(operation, anna).as(boris.token()).send();
      DocumentedApi.Answer nothing =
          about(operation, NOT_THERE, NOT_THERE).as(boris.token()).send();
      String what = operation + ": " + hers.body();
      assertThat(hers.status()).as(what).isEqualTo(nothing.status());
      assertThat(hers.status()).as(what).isEqualTo(names(operation) ? 404 : 200);
      assertThat(headers(hers)).as(what).isEqualTo(headers(nothing));
      if (names(operation)) {
        assertThat(anonymous(hers.body(), anna)).as(what).isEqualTo(nothing.body().toString());
      } else {
        assertThat(hers.body().toString()).doesNotContain(anna.userId(), anna.orderId(), "anna-1");
      }
    }
    DocumentedApi.Answer stream =
        about(document.operation("findOrder"), anna)
            .as(boris.token())
            .accept("text/event-stream")
            .expect(404);
    assertThat(stream.body().get("detail").asString())
        .isEqualTo("There is no order " + anna.orderId() + ".");
    assertThat(seenBy(anna)).isEqualTo(before);
  }

  /** Whether a request says whom or what it is about, other than to filter a list. */
  private static boolean names(Operation operation) {
    return operation.path().contains("{")
        || (operation.takesBody() && operation.firstRequest().has("userId"));
  }

  /** All that can be read about somebody. */
  private List<String> seenBy(Person person) throws Exception {
    List<String> seen = new ArrayList<>();
    for (Operation operation : document.operations()) {
      if (operation.method().equals("GET")) {
        seen.add(about(operation, person).as(person.token()).expect(200).body().toString());
      }
    }
    return seen;
  }

  private DocumentedApi.Call about(Operation operation, Person person) {
    return about(operation, person.userId(), person.orderId());
  }

  private DocumentedApi.Call about(Operation operation, String userId, String orderId) {
    return documented
        .call(operation.id())
        .without("Idempotency-Key")
        .about(ANNA, userId)
        .with("orderId", orderId);
  }

  private static String anonymous(JsonNode body, Person person) {
    return body.toString().replace(person.userId(), NOT_THERE).replace(person.orderId(), NOT_THERE);
  }

  private static Map<String, List<String>> headers(DocumentedApi.Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void anOperatorSeesAllAndActsForNobody() throws Exception {
    Person anna = person("anna-2");
    String operator = ISSUER.token("olga-2", Issuer.OPERATOR);
    for (Operation operation : document.operations()) {
      DocumentedApi.Answer answer = about(operation, anna).as(operator).send();
      String what = operation + ": " + answer.body();
      boolean isActing =
          !operation.method().equals("GET") && !OPEN_TO_OPERATORS.contains(operation.id());
      assertThat(operation.statuses().contains(403)).as(what).isEqualTo(isActing);
      if (isActing) {
        assertThat(answer.status()).as(what).isEqualTo(403);
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:forbidden");
        assertThat(answer.body().get("detail").asString()).isEqualTo("Only the owner may do that.");
      } else {
        assertThat(answer.status()).as(what).isIn(200, 201, 202, 409);
      }
      if (operation.method().equals("GET") && names(operation)) {
        assertThat(answer.body())
            .as(what)
            .isEqualTo(about(operation, anna).as(anna.token()).send().body());
      }
    }
    for (String path : List.of("/users?size=200", "/orders?size=200", "/notifications?size=200")) {
      assertThat(get(path, operator).text()).as(path).contains(anna.userId());
    }
  }

  @Test
  void theOwnerMayDoAllThatIsDocumented() throws Exception {
    Person anna = person("anna-3");
    for (Operation operation : document.operations()) {
      DocumentedApi.Answer answer = about(operation, anna).as(anna.token()).send();
      assertThat(answer.status()).as("%s: %s", operation, answer.body()).isIn(200, 201, 202, 409);
    }
    HttpResponse<Stream<String>> stream =
        api().listen(anna.orderId(), "Authorization", "Bearer " + anna.token());
    assertThat(Api.events(stream)).last().asString().endsWith("order CANCELLED");
  }

  @Test
  void listsHoldOnesOwn() {
    Person anna = person("anna-4");
    Person boris = person("boris-4");

    for (String path : List.of("/orders", "/notifications")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(get(path, boris.token()).body().get("content"))
                      .isNotEmpty()
                      .allSatisfy(
                          one ->
                              assertThat(one.get("userId").asString()).isEqualTo(boris.userId())));
      assertThat(get(path + "?userId=" + boris.userId(), boris.token()).text())
          .isEqualTo(get(path, boris.token()).text());
      String empty =
          "{\"content\":[],\"page\":{\"size\":5,\"number\":0,\"totalElements\":0,\"totalPages\":0}}";
      assertThat(get(path + "?size=5&userId=" + anna.userId(), boris.token()).text())
          .isEqualTo(empty);
      assertThat(get(path + "?size=5&userId=" + NOT_THERE, boris.token()).text()).isEqualTo(empty);
    }
    assertThat(get("/notifications?orderId=" + anna.orderId(), boris.token()).body().get("content"))
        .isEmpty();
    assertThat(get("/users?size=7", boris.token()).text())
        .isEqualTo(
            "{\"content\":[%s],\"page\":{\"size\":7,\"number\":0,\"totalElements\":1,\"totalPages\":1}}"
                .formatted(get("/users/" + boris.userId(), boris.token()).text()));
    assertThat(get("/users?page=1", boris.token()).body().get("content")).isEmpty();
  }

  /** Nothing but the token says so. */
  @Test
  void whoIsNotRegisteredIsAnUnknownUser() {
    String token = ISSUER.token("newcomer");
    String userId = DerivedId.of("subject", "newcomer").toString(); // as ADR 0032 says
    get("/users/" + userId, token).expect(404);
    get("/accounts/" + userId, token).expect(404);
    assertThat(get("/users", token).expect(200).body().at("/page/totalElements").asInt()).isZero();
    post("/accounts/" + userId + "/deposits", Api.amount("1"), token).expect(404);
    Api.Answer mail =
        post(
                "/notifications",
                "{\"userId\":\"%s\",\"subject\":\"Hello\",\"text\":\"Hello\"}".formatted(userId),
                token)
            .expect(404);
    assertThat(mail.id("detail")).isEqualTo("There is no user " + userId + ".");
    Api.Answer order = post("/orders", Api.orderOf(userId, "1"), token).expect(201);
    await()
        .untilAsserted(
            () ->
                assertThat(get("/orders/" + order.id("orderId"), token).text())
                    .contains("ACCOUNT_NOT_FOUND"));

    assertThat(register(token, "newcomer").expect(201).id("userId")).isEqualTo(userId);
  }

  @Test
  void aSubjectIsRegisteredOnce() {
    String token = ISSUER.token("twice");
    Api.Answer first = register(token, "twice").expect(201);
    assertThat(first.location()).isEqualTo("/users/" + first.id("userId"));

    assertThat(register(ISSUER.token("twice"), "other").expect(200).text()).isEqualTo(first.text());
    register(ISSUER.token("thrice"), "twice").expect(409);
    register(ISSUER.token("thrice"), "other").expect(201);
  }

  @Test
  void ofOneSubjectsRegistrationsAtOnceOneCounts() {
    String token = ISSUER.token("hasty");
    List<CompletableFuture<Api.Answer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          api()
              .postAsync("/users", registration("hasty-" + i), "Authorization", "Bearer " + token));
    }
    Set<String> users = new HashSet<>();
    for (CompletableFuture<Api.Answer> one : all) {
      Api.Answer answer = one.join();
      assertThat(answer.status()).as(answer.text()).isIn(200, 201);
      users.add(answer.text());
    }
    assertThat(users).hasSize(1);
    String taken = users.iterator().next();
    for (int i = 0; i < 8; i++) {
      boolean isHis = taken.contains("hasty-" + i + "@");
      register(ISSUER.token("slow-" + i), "hasty-" + i).expect(isHis ? 409 : 201);
    }
  }

  @Test
  void theSameIdempotencyKeyOfTwoNeverMeets() {
    Person anna = person("anna-5");
    Person boris = person("boris-5");
    String[] key = {"Idempotency-Key", "shared"};
    Api.Answer hers = post("/orders", Api.orderOf(anna.userId(), "1"), anna.token(), key);
    Api.Answer his = post("/orders", Api.orderOf(boris.userId(), "1"), boris.token(), key);

    assertThat(hers.expect(201).id("orderId")).isNotEqualTo(his.expect(201).id("orderId"));
    assertThat(post("/orders", Api.orderOf(anna.userId(), "1"), anna.token(), key)).isEqualTo(hers);
    String withdrawals = "/accounts/" + anna.userId() + "/withdrawals";
    Api.Answer refused = post(withdrawals, Api.amount("100000"), anna.token(), key).expect(422);
    assertThat(refused.id("instance")).isEqualTo(withdrawals);
    assertThat(post(withdrawals, Api.amount("100000"), anna.token(), key)).isEqualTo(refused);
  }

  @Test
  void keysMayBeRotatedAndTheIssuerBeAway() {
    String old = ISSUER.token("rotated");
    get("/users", old).expect(200);
    ISSUER.close();
    get("/users", old).expect(200);

    ISSUER.rotateKey();
    String young = ISSUER.token("rotated");
    // Within a second of made-up tokens nobody asks whether its key is new.
    Api.Answer away = await().until(() -> get("/users", young), answer -> answer.status() != 401);
    away.expect(503);
    assertThat(away.retryAfter()).isEqualTo("2");
    assertThat(away.text()).doesNotContain("localhost");
    ISSUER.start();
    await().until(() -> get("/users", young).status() == 200);
    await().until(() -> get("/users", old).status() == 401);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200",
    "/page/js/app.js, 200",
    "/v3/api-docs, 200",
    "/v3/api-docs/users, 200",
    "/v3/api-docs.yaml/users, 200",
    "/swagger-ui.html, 200",
    "/webjars/swagger-ui/swagger-ui.css, 200",
    "/nonsense, 401",
    "/users/, 401",
    "/login, 401",
    "/logout, 401",
    "/.well-known/oauth-protected-resource, 401",
    "/actuator, 401",
    "/actuator/health, 401",
    "/actuator/processors, 401",
    "/actuator/prometheus, 401"
  })
  void theApiIsClosedAndItsDocumentsAreOpen(String path, int status) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build();
    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(status);
  }

  @Test
  void whatIsNotThereIsNotFoundByWhoIsLetIn() {
    assertThat(get("/nonsense", ISSUER.token("anna")).expect(404).id("detail"))
        .isEqualTo("Not Found.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator", "/actuator/info", "/actuator/processors", "/actuator/deadletters"})
  void theManagementPortIsForOperators(String path) {
    assertThat(operator().get(path).expect(401).id("type")).isEqualTo("urn:problem:unauthorized");
    String user = "Bearer " + ISSUER.token("anna");
    Api.Answer forbidden = operator().get(path, "Authorization", user).expect(403);
    assertThat(forbidden.id("detail")).isEqualTo("That is for operators.");
    String root = "Bearer " + ISSUER.token("root", Issuer.OPERATOR);
    operator().get(path, "Authorization", root).expect(200);

    api().get("/actuator/processors", "Authorization", user).expect(403);
  }

  @Test
  void healthIsOpenAndItsDetailsAreForOperators() {
    String user = "Bearer " + ISSUER.token("anna");
    String root = "Bearer " + ISSUER.token("root", Issuer.OPERATOR);
    for (String path : List.of("/actuator/health", "/actuator/health/readiness")) {
      assertThat(operator().get(path).expect(200).body().has("components")).isFalse();
      assertThat(operator().get(path, "Authorization", user).body().has("components")).isFalse();
      assertThat(operator().get(path, "Authorization", root).body().at("/components/db/details"))
          .isNotEmpty();
    }
    operator().get("/actuator/health/liveness").expect(200);
    assertThat(operator().text("/actuator/prometheus")).contains("jvm_memory_used_bytes");
  }

  /** As without an issuer: what is odd about a header or a parameter is for us to judge. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | GET /users HTTP/1.1                   | User-Agent: Приложение
          400 | POST /accounts/%s/deposits HTTP/1.1   | Idempotency-Key: ключ
          200 | GET /users?%%01=1 HTTP/1.1            | Accept: application/json
          """)
  void oddHeadersAndParametersAreNoFaultOfOurs(int status, String line, String header)
      throws Exception {
    String token = ISSUER.token("odd");
    String body = line.startsWith("POST") ? Api.amount("1") : "";
    try (Socket socket = RawHttp.open(port())) {
      socket
          .getOutputStream()
          .write(
              """
              %s
              Host: localhost
              Connection: close
              Authorization: Bearer %s
              %s
              Content-Type: application/json
              Content-Length: %d

              %s"""
                  .formatted(
                      line.formatted(DerivedId.of("subject", "odd")),
                      token,
                      header,
                      body.length(),
                      body)
                  .getBytes(UTF_8));
      RawHttp.Answer answer = RawHttp.read(socket, false);
      assertThat(answer.status()).as(answer.head()).isEqualTo(status);
    }
  }

  /** Whoever is nobody costs us no more than the head of the request. */
  @Test
  void nobodysBodyIsNotRead() throws Exception {
    try (Socket socket = RawHttp.open(port())) {
      socket
          .getOutputStream()
          .write(
              """
              POST /orders HTTP/1.1\r
              Host: localhost\r
              Content-Type: application/json\r
              Content-Length: 100000\r
              \r
              """
                  .getBytes(US_ASCII));
      assertThat(RawHttp.read(socket, false).status()).isEqualTo(401);
    }
  }

  private Api.Answer register(String token, String name) {
    return post("/users", registration(name), token);
  }

  private static String registration(String name) {
    return "{\"name\":\"%1$s\",\"email\":\"%1$s@example.org\"}".formatted(name);
  }

  private Api.Answer get(String path, String token) {
    return api().get(path, "Authorization", "Bearer " + token);
  }

  private Api.Answer post(String path, String json, String token, String... headers) {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
    all.addAll(List.of(headers));
    return api().post(path, json, all.toArray(String[]::new));
  }
}
