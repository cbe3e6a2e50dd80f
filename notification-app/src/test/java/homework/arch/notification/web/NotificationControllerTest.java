package homework.arch.notification.web;

import static homework.arch.api.notification.NotificationKind.DIRECT;
import static homework.arch.api.notification.NotificationKind.ORDER_REJECTED;
import static homework.arch.api.notification.NotificationStatus.FAILED;
import static homework.arch.api.notification.NotificationStatus.STORED;
import static homework.arch.platform.web.ProblemType.NOT_FOUND;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import homework.arch.api.Refused;
import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.SealTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.testing.ControllerTest;
import homework.arch.testing.Problem;
import homework.arch.testing.Problem.FieldError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ContextConfiguration(classes = NotificationController.class)
class NotificationControllerTest extends ControllerTest {

  private static final String BODY = "{\"userId\": %s, \"subject\": %s, \"text\": %s}";
  private static final String ANN = "\"" + USER + "\"";

  private static final NotificationView MAIL =
      new NotificationView(
          ORDER, USER, null, DIRECT, "sealed:Hello", "sealed:Hi", null, STORED, null, NOW);

  NotificationControllerTest() {
    super("/notifications", BODY.formatted(ANN, "\"Hello\"", "\"How are you?\""), "/notifications");
  }

  @BeforeEach
  void mailIsSent() {
    when(answers.to(any(SealTexts.class), any()))
        .then(
            asked -> textsOf(((SealTexts) asked.getArgument(0)).texts(), text -> "sealed:" + text));
    when(answers.to(any(OpenTexts.class), any()))
        .then(
            asked ->
                textsOf(((OpenTexts) asked.getArgument(0)).texts(), text -> text.substring(7)));
    when(answers.to(new FindAddresses(List.of(USER)), Texts.class))
        .thenReturn(completedFuture(new Texts(List.of("ann@example.com"))));
    when(commands.send(any(SendNotification.class)))
        .then(
            sent -> {
              SendNotification command = sent.getArgument(0);
              return completedFuture(
                  new NotificationSent(
                      command.notificationId(),
                      command.userId(),
                      null,
                      command.kind(),
                      command.subject(),
                      command.text(),
                      null,
                      STORED,
                      NOW));
            });
    when(answers.to(any(FindNotifications.class), any()))
        .thenReturn(completedFuture(new NotificationPage(List.of(), 0)));
  }

  private static CompletableFuture<Texts> textsOf(
      List<TextOfUser> asked, UnaryOperator<String> change) {
    return completedFuture(new Texts(asked.stream().map(TextOfUser::text).map(change).toList()));
  }

  @Test
  void aMailIsSent() {
    MvcTestResult answer =
        post("/notifications", BODY.formatted(ANN, "\"Hello\"", "\"How\\nare you?\""));

    SendNotification command = sent(SendNotification.class);
    assertThat(command)
        .isEqualTo(
            new SendNotification(
                command.notificationId(),
                USER,
                DIRECT,
                "sealed:Hello",
                "sealed:How\nare you?",
                null));
    assertThat(answer).hasStatus(201).doesNotContainHeader("Location");
    assertThat(answer)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"notificationId": "%s", "userId": "%s", "email": "ann@example.com", "kind": "DIRECT",
             "subject": "Hello", "text": "How\\nare you?", "status": "STORED",
             "createdAt": "2026-11-22T10:15:30.123456Z"}"""
                .formatted(command.notificationId(), USER));
  }

  static Stream<Arguments> subjects() {
    return Stream.of(
        arguments("\"H\"", ""),
        arguments("\"" + "🦔".repeat(200) + "\"", ""),
        arguments("\"" + "🦔".repeat(201) + "\"", "has more than 200 characters"),
        arguments("\"" + "x".repeat(201) + "\"", "has more than 200 characters"),
        arguments("\" \"", "is missing"),
        arguments("null", "is missing"),
        arguments("\"Hello\\nBcc: all@example.com\"", "has a line break"),
        arguments("\"Hello\\rBcc: all@example.com\"", "has a line break"),
        arguments("\"Hello\\r\\nBcc: all@example.com\"", "has a line break"),
        arguments("\"Hello\\u2028you\"", "has a line break"),
        arguments("\"Hello\\u2029you\"", "has a line break"),
        arguments("\"Hello\\u0085you\"", "has a line break"),
        arguments("\"Hel\\u0000lo\"", "has a character that is not allowed"),
        arguments("\"Hel\\ud83elo\"", "has a character that is not allowed"),
        arguments("1", "has the wrong type"),
        arguments("true", "has the wrong type"),
        arguments("[]", "has the wrong type"));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aSubjectIsOneLineOf1To200Characters(String subject, String wrong) {
    verdict(post("/notifications", BODY.formatted(ANN, subject, "\"text\"")), "subject", wrong);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("\"two\\r\\nlines\\tand a tab\"", ""),
        arguments("\"" + "🦔".repeat(10_000) + "\"", ""),
        arguments("\"" + "🦔".repeat(10_001) + "\"", "has more than 10000 characters"),
        arguments("\"" + "x".repeat(10_001) + "\"", "has more than 10000 characters"),
        arguments("\"\"", "is missing"),
        arguments("\"\\n\\n\"", "is missing"),
        arguments("null", "is missing"),
        arguments("\"a\\u0000b\"", "has a character that is not allowed"),
        arguments("\"\\udd94\"", "has a character that is not allowed"),
        arguments("0", "has the wrong type"),
        arguments("false", "has the wrong type"),
        arguments("{}", "has the wrong type"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextHas1To10000Characters(String text, String wrong) {
    verdict(post("/notifications", BODY.formatted(ANN, "\"Hello\"", text)), "text", wrong);
  }

  static Stream<Arguments> users() {
    return Stream.of(
        arguments(ANN.toUpperCase(Locale.ROOT), ""),
        arguments("null", "is missing"),
        arguments("\"\"", "is not a UUID"),
        arguments("\"ann\"", "is not a UUID"),
        arguments("\"1-1-1-1-1\"", "is not a UUID"),
        arguments("7", "is not a UUID"),
        arguments("true", "is not a UUID"),
        arguments("[" + ANN + "]", "is not a UUID"));
  }

  @ParameterizedTest
  @MethodSource("users")
  void aUserIsNamedByAUuid(String user, String wrong) {
    verdict(post("/notifications", BODY.formatted(user, "\"Hello\"", "\"text\"")), "userId", wrong);
  }

  @Test
  void everyFieldThatIsMissingIsNamed() {
    assertThat(Problem.in(post("/notifications", "{}")))
        .isEqualTo(
            Problem.invalid(
                "/notifications",
                new FieldError("subject", "is missing"),
                new FieldError("text", "is missing"),
                new FieldError("userId", "is missing")));
  }

  @Test
  void anUnknownUserIsNotFound() {
    when(commands.send(any(SendNotification.class)))
        .thenReturn(
            failedFuture(new Refused(Refused.Reason.USER_NOT_FOUND, "There is no such user.")));

    MvcTestResult answer =
        post("/notifications", BODY.formatted(ANN, "\"Hello\"", "\"How are you?\""));

    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(NOT_FOUND, "There is no such user.", "/notifications"));
  }

  @Test
  void aUserWhomUserAppDoesNotKnowIsNotFoundEither() {
    when(answers.to(any(SealTexts.class), any()))
        .thenReturn(completedFuture(new Texts(Arrays.asList(null, null))));

    MvcTestResult answer =
        post("/notifications", BODY.formatted(ANN, "\"Hello\"", "\"How are you?\""));

    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(NOT_FOUND, "There is no user " + USER + ".", "/notifications"));
    verifyNoInteractions(commands);
  }

  /** Rather than to tell that there is no address. */
  @Test
  void nobodyReadsMailWhileUserAppIsAway() {
    when(answers.to(any(FindNotifications.class), any()))
        .thenReturn(completedFuture(new NotificationPage(List.of(MAIL), 1)));
    when(answers.to(any(FindAddresses.class), any()))
        .thenReturn(failedFuture(new TimeoutException()));

    assertThat(get("/notifications")).hasStatus(503).containsHeader("Retry-After");
  }

  @Test
  void whatNobodyCanOpenAnyMoreIsNotTold() {
    when(answers.to(any(FindNotifications.class), any()))
        .thenReturn(completedFuture(new NotificationPage(List.of(MAIL), 1)));
    when(answers.to(any(FindAddresses.class), any()))
        .thenReturn(completedFuture(new Texts(Collections.singletonList(null))));
    when(answers.to(any(OpenTexts.class), any()))
        .thenReturn(completedFuture(new Texts(Arrays.asList(null, null))));

    assertThat(get("/notifications"))
        .bodyJson()
        .extractingPath("$.content[0]")
        .asMap()
        .containsEntry("email", null)
        .containsEntry("subject", null)
        .containsEntry("text", null);
  }

  @Test
  void mailIsListedInPagesAndTellsThatItHadNoAddress() {
    when(answers.to(new FindNotifications(USER, ORDER, 0, 20, null), NotificationPage.class))
        .thenReturn(
            completedFuture(
                new NotificationPage(
                    List.of(
                        new NotificationView(
                            ORDER,
                            USER,
                            null,
                            ORDER_REJECTED,
                            "Sorry",
                            "It was not accepted.",
                            ORDER,
                            FAILED,
                            null,
                            NOW)),
                    1)));

    assertThat(get("/notifications?userId=" + USER + "&orderId=" + ORDER))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"content": [
               {"notificationId": "%1$s", "userId": "%2$s", "email": null,
                "kind": "ORDER_REJECTED", "subject": "Sorry", "text": "It was not accepted.",
                "orderId": "%1$s", "status": "FAILED",
                "createdAt": "2026-11-22T10:15:30.123456Z"}],
             "page": {"size": 20, "number": 0, "totalElements": 1, "totalPages": 1}}"""
                .formatted(ORDER, USER));
  }

  @Test
  void aMailThatCouldNotBeDeliveredTellsWhy() {
    when(answers.to(new FindNotifications(USER, null, 0, 20, null), NotificationPage.class))
        .thenReturn(
            completedFuture(
                new NotificationPage(
                    List.of(
                        new NotificationView(
                            ORDER,
                            USER,
                            null,
                            DIRECT,
                            "sealed:Hello",
                            "sealed:How are you?",
                            null,
                            FAILED,
                            "The mail server answered: 550 no such user",
                            NOW)),
                    1)));

    assertThat(get("/notifications?userId=" + USER))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.content[0]")
        .isEqualTo(
            Map.of(
                "notificationId", ORDER.toString(),
                "userId", USER.toString(),
                "email", "ann@example.com",
                "kind", "DIRECT",
                "subject", "Hello",
                "text", "How are you?",
                "status", "FAILED",
                "failure", "The mail server answered: 550 no such user",
                "createdAt", "2026-11-22T10:15:30.123456Z"));
  }

  /** Two hundred may be too many for one answer. */
  @ParameterizedTest
  @CsvSource({"0, 200", "1, 70", "3, 51"})
  void aLargePageIsPutTogetherFromSmallerOnes(int page, int size) {
    List<NotificationView> mails =
        IntStream.range(0, 230).mapToObj(i -> mail(new UUID(0, i))).toList();
    for (int number = 0; number < 5; number++) {
      when(answers.to(new FindNotifications(null, null, number, 50, null), NotificationPage.class))
          .thenReturn(
              completedFuture(
                  new NotificationPage(
                      mails.subList(number * 50, Math.min(230, number * 50 + 50)), 230)));
    }

    assertThat(get("/notifications?page=%d&size=%d".formatted(page, size)))
        .bodyJson()
        .extractingPath("$.content[*].notificationId")
        .asArray()
        .containsExactlyElementsOf(
            mails.subList(page * size, Math.min(230, page * size + size)).stream()
                .map(mail -> (Object) mail.notificationId().toString())
                .toList());
  }

  private static NotificationView mail(UUID id) {
    return new NotificationView(
        id, USER, null, ORDER_REJECTED, "Hello", "Hi", ORDER, FAILED, null, NOW);
  }

  @Test
  void whoAsksForNobodysMailGetsEverybodys() {
    when(answers.to(new FindNotifications(null, null, 0, 20, null), NotificationPage.class))
        .thenReturn(completedFuture(new NotificationPage(List.of(), 41)));

    for (String path : List.of("/notifications", "/notifications?userId=&orderId=")) {
      assertThat(get(path))
          .bodyJson()
          .isStrictlyEqualTo(
              """
              {"content": [],
               "page": {"size": 20, "number": 0, "totalElements": 41, "totalPages": 3}}""");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"userId", "orderId"})
  void anIdIsAUuidInFull(String parameter) {
    for (String id : List.of("1", "1-1-1-1-1", "null", USER + "x")) {
      assertThat(Problem.in(get("/notifications?" + parameter + "=" + id)))
          .isEqualTo(Problem.invalid("/notifications", parameter, "has the wrong type"));
    }
    verifyNoInteractions(answers);
  }
}
