package homework.arch.user.web;

import static homework.arch.platform.web.ProblemType.EMAIL_TAKEN;
import static homework.arch.platform.web.ProblemType.NOT_FOUND;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.USER;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import homework.arch.api.Refused;
import homework.arch.api.user.FindUser;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.testing.ControllerTest;
import homework.arch.testing.Problem;
import homework.arch.testing.Problem.FieldError;
import homework.arch.user.keys.KeyedHash;
import homework.arch.user.keys.Registrations;
import homework.arch.user.keys.UserKey;
import homework.arch.user.keys.UserKeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ContextConfiguration(classes = UserController.class)
class UserControllerTest extends ControllerTest {

  private static final UserView ANN = new UserView(USER, "Ann", "ann@example.com", NOW, null);
  private static final String ANN_AS_JSON =
      """
      {"userId": "%s", "name": "Ann", "email": "ann@example.com",
       "createdAt": "2026-11-22T10:15:30.123456Z"}""";

  private final UserKey key = mock();

  UserControllerTest() {
    super("/users", "{\"name\": \"Ann\", \"email\": \"ann@example.com\"}", "/users");
  }

  @MockitoBean private UserKeys keys;
  @MockitoBean private Registrations registrations;
  @MockitoBean private KeyedHash hash;
  @Autowired private UserController controller;

  @BeforeEach
  void usersAreRegistered() {
    when(keys.make(any(), anyLong())).thenReturn(Optional.of(key));
    when(key.seal(any(), any()))
        .then(call -> "sealed:" + call.getArgument(0) + " " + call.getArgument(1));
    when(hash.ofEmail(any())).then(hashed -> "hash of " + hashed.getArgument(0));
    when(commands.send(any(RegisterUser.class)))
        .then(
            sent -> {
              RegisterUser command = sent.getArgument(0);
              return completedFuture(
                  new UserRegistered(
                      command.userId(), command.name(), command.email(), command.emailHash(), NOW));
            });
    when(answers.to(any(FindUsers.class), any()))
        .thenReturn(completedFuture(new UserPage(List.of(ANN), 41)));
  }

  @Test
  void aUserIsRegistered() {
    MvcTestResult answer = post("/users", "{\"name\": \"Ann\", \"email\": \"ann@example.com\"}");

    RegisterUser command = sent(RegisterUser.class);
    assertThat(command)
        .isEqualTo(
            new RegisterUser(
                command.userId(),
                "sealed:name Ann",
                "sealed:email ann@example.com",
                "hash of ann@example.com",
                0));
    verify(keys).make(command.userId(), 0);
    assertThat(answer).hasStatus(201).hasHeader("Location", "/users/" + command.userId());
    assertThat(answer).bodyJson().isStrictlyEqualTo(ANN_AS_JSON.formatted(command.userId()));
  }

  @Test
  void whoWasErasedIsRegisteredWithAnotherKey() {
    when(registrations.last(any())).thenReturn(Optional.of(new Registrations.Last(ANN, 0, 2)));

    post("/users", "{\"name\": \"Ann\", \"email\": \"ann@example.com\"}");

    RegisterUser command = sent(RegisterUser.class);
    assertThat(command.since()).isEqualTo(2);
    verify(keys).make(command.userId(), 2);
  }

  @Test
  void whoIsRegisteredAtTheSameMomentGetsHimselfThoughNoKeyCanBeMadeForThisRequest() {
    when(keys.make(USER, 0)).thenReturn(Optional.empty());
    when(registrations.last(USER))
        .thenReturn(Optional.empty()) // before
        .thenReturn(Optional.empty()) // for the key
        .thenReturn(Optional.of(new Registrations.Last(ANN, 0, 0)));
    when(answers.ifAny(new FindUser(USER), UserView.class))
        .thenReturn(completedFuture(Optional.of(ANN)));

    assertThat(
            controller.register(
                new UserController.Registration("Ann", "ann@example.com"),
                new IdempotencyKey("/users", USER.toString(), null),
                new Caller(USER, false)))
        .isCompletedWithValue(ResponseEntity.ok(ANN));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("\"Ann\"", ""),
        arguments("\" Ann \"", ""),
        arguments("\"Анна-Мария О'Нил 🦔 {0} ${x} <b>\"", ""),
        arguments("\"" + "🦔".repeat(200) + "\"", ""),
        arguments("\"" + "🦔".repeat(201) + "\"", "has more than 200 characters"),
        arguments("\"" + "a".repeat(201) + "\"", "has more than 200 characters"),
        arguments("\"\"", "is missing"),
        arguments("\" \\t\\n\"", "is missing"),
        arguments("null", "is missing"),
        arguments("\"a\\u0000b\"", "has a character that is not allowed"),
        arguments("\"a\\ud83e\"", "has a character that is not allowed"),
        arguments("100", "has the wrong type"),
        arguments("1.5", "has the wrong type"),
        arguments("true", "has the wrong type"),
        arguments("[\"Ann\"]", "has the wrong type"),
        arguments("{\"first\": \"Ann\"}", "has the wrong type"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameHas1To200Characters(String name, String wrong) {
    MvcTestResult answer =
        post("/users", "{\"name\": %s, \"email\": \"a@b.example\"}".formatted(name));

    verdict(answer, "name", wrong);
  }

  static Stream<Arguments> emails() {
    String domain = ("b".repeat(62) + ".").repeat(3) + "b";
    return Stream.of(
        arguments("\"ann@example.com\"", ""),
        arguments("\"Ann+orders@mail.EXAMPLE.com\"", ""),
        arguments("\"" + "a".repeat(63) + "@" + domain + "\"", ""),
        arguments("\"ann\"", "is not an e-mail address"),
        arguments("\"ann@\"", "is not an e-mail address"),
        arguments("\"@example.com\"", "is not an e-mail address"),
        arguments("\"ann@example@com\"", "is not an e-mail address"),
        arguments("\"ann@example..com\"", "is not an e-mail address"),
        arguments("\"ann example@com\"", "is not an e-mail address"),
        arguments("\"ann@example.com, bob@example.com\"", "is not an e-mail address"),
        arguments("\"Ann <ann@example.com>\"", "is not an e-mail address"),
        arguments("\"\"", "is missing"),
        arguments("null", "is missing"),
        arguments("100", "has the wrong type"),
        arguments("false", "has the wrong type"),
        arguments("[\"ann@example.com\"]", "has the wrong type"));
  }

  @ParameterizedTest
  @MethodSource("emails")
  void anEmailIsOne(String email, String wrong) {
    MvcTestResult answer = post("/users", "{\"name\": \"Ann\", \"email\": %s}".formatted(email));

    verdict(answer, "email", wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b.example\\n", "a@b.example\\r\\nBcc: c@d.example", "a@b\\u2028.example"})
  void anEmailHasNoLineBreak(String email) {
    MvcTestResult answer =
        post("/users", "{\"name\": \"Ann\", \"email\": \"%s\"}".formatted(email));

    assertThat(Problem.in(answer))
        .isEqualTo(
            Problem.invalid(
                "/users",
                new FieldError("email", "has a line break"),
                new FieldError("email", "is not an e-mail address")));
    verifyNoInteractions(commands);
  }

  @Test
  void everyFieldThatIsWrongIsNamed() {
    assertThat(Problem.in(post("/users", "{}")))
        .isEqualTo(
            Problem.invalid(
                "/users",
                new FieldError("email", "is missing"),
                new FieldError("name", "is missing")));
  }

  @Test
  void anAddressThatIsTakenIsAConflict() {
    when(commands.send(any(RegisterUser.class)))
        .thenReturn(
            failedFuture(
                new Refused(Refused.Reason.EMAIL_TAKEN, "Another user has this e-mail address.")));

    MvcTestResult answer = post("/users", "{\"name\": \"Ann\", \"email\": \"ann@example.com\"}");

    assertThat(answer).hasStatus(409);
    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(EMAIL_TAKEN, "Another user has this e-mail address.", "/users"));
  }

  @Test
  void aUserIsFound() {
    when(answers.ifAny(new FindUser(USER), UserView.class))
        .thenReturn(completedFuture(Optional.of(ANN)));

    MvcTestResult answer = get("/users/" + USER);

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().isStrictlyEqualTo(ANN_AS_JSON.formatted(USER));
  }

  @Test
  void aUserWhoIsNotThereIsNotFound() {
    when(answers.ifAny(new FindUser(USER), UserView.class))
        .thenReturn(completedFuture(Optional.empty()));

    assertThat(Problem.in(get("/users/" + USER)))
        .isEqualTo(Problem.of(NOT_FOUND, "There is no user " + USER + ".", "/users/" + USER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1-1-1-1-1", "ann", "8e44f008-9b07-4e18-8718-eb9ca3d94674x", "null"})
  void anIdIsAUuidInFull(String id) {
    assertThat(Problem.in(get("/users/" + id)))
        .isEqualTo(Problem.invalid("/users/" + id, "userId", "has the wrong type"));
    verifyNoInteractions(answers);
  }

  @Test
  void usersAreListedInPages() {
    when(answers.to(new FindUsers(2, 20, null), UserPage.class))
        .thenReturn(completedFuture(new UserPage(List.of(ANN), 41)));

    assertThat(get("/users?page=2"))
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"content": [%s],
             "page": {"size": 20, "number": 2, "totalElements": 41, "totalPages": 3}}"""
                .formatted(ANN_AS_JSON.formatted(USER)));
  }
}
