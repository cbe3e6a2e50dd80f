package homework.arch.notification.domain;

import static homework.arch.api.notification.NotificationStatus.FAILED;
import static homework.arch.api.notification.NotificationStatus.STORED;
import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.fixtureOf;

import homework.arch.api.Refused;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.DeliveryRequested;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.RecordDelivery;
import homework.arch.api.notification.RecordDeliveryFailure;
import homework.arch.api.notification.SendNotification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationTest {

  private static final UUID MAIL = UUID.fromString("0a000000-0000-4000-8000-000000000000");
  private static final UUID NOBODY = UUID.fromString("00000000-0000-4000-8000-000000000000");

  /** Ann alone. What is sealed is as if it was the text, behind a mark that differs each time. */
  private static class AnnAlone implements Recipients {

    @Override
    public boolean hasAddress(UUID userId) {
      return userId.equals(ANN);
    }

    @Override
    public Optional<NotificationSent> inClear(NotificationSent mail) {
      return Optional.of(mail.with(mail.subject().substring(1), mail.text().substring(1)));
    }

    @Override
    public Optional<Letter> letter(NotificationSent mail) {
      throw new UnsupportedOperationException("where mail goes is not asked for here");
    }
  }

  private final AggregateTestFixture<Notification> fixture =
      fixtureOf(Notification.class, new AnnAlone(), new DeliveryTerms(false));
  private final AggregateTestFixture<Notification> fixtureWithSmtp =
      fixtureOf(Notification.class, new AnnAlone(), new DeliveryTerms(true));

  private static SendNotification mail(UUID user, NotificationKind kind, @Nullable UUID order) {
    return new SendNotification(MAIL, user, kind, "Hello", "How are you?", order);
  }

  private static NotificationSent sent(
      SendNotification command, NotificationStatus status, Instant at) {
    return new NotificationSent(
        command.notificationId(),
        command.userId(),
        null,
        command.kind(),
        command.subject(),
        command.text(),
        command.orderId(),
        status,
        at);
  }

  private static NotificationSent sentYesterday(SendNotification command) {
    return sent(command, STORED, YESTERDAY);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DIRECT")
  void mailAboutAnOrderGoesToTheUsersAddress(NotificationKind kind) {
    SendNotification command = mail(ANN, kind, ORDER);
    NotificationSent sent = sent(command, STORED, NOW);

    fixture
        .givenNoPriorActivity()
        .when(command)
        .expectEvents(sent)
        .expectResultMessagePayload(sent);
  }

  @Test
  void directMailGoesToTheUsersAddress() {
    SendNotification command = mail(ANN, NotificationKind.DIRECT, null);
    NotificationSent sent = sent(command, STORED, NOW);

    fixture
        .givenNoPriorActivity()
        .when(command)
        .expectEvents(sent)
        .expectResultMessagePayload(sent);
  }

  /** The order is decided all the same, and its process ends on this fact. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DIRECT")
  void mailAboutAnOrderOfAnUnknownUserIsKeptAsFailedWithoutAnAddress(NotificationKind kind) {
    SendNotification command = mail(NOBODY, kind, ORDER);
    NotificationSent failed = sent(command, FAILED, NOW);

    fixture
        .givenNoPriorActivity()
        .when(command)
        .expectEvents(failed)
        .expectResultMessagePayload(failed);
  }

  @Test
  void directMailToAnUnknownUserIsRefused() {
    fixture
        .givenNoPriorActivity()
        .when(mail(NOBODY, NotificationKind.DIRECT, null))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.USER_NOT_FOUND)
        .expectExceptionMessage("There is no user " + NOBODY + ".");
  }

  @ParameterizedTest
  @EnumSource
  void aRepeatGetsTheFirstAnswerAndSendsNothing(NotificationKind kind) {
    SendNotification command = mail(ANN, kind, ORDER);

    fixture
        .given(sentYesterday(command))
        .when(command)
        .expectNoEvents()
        .expectResultMessagePayload(sentYesterday(command));
  }

  @Test
  void aRepeatIsOneThoughAnEarlierVersionHasStoredTheAddress() {
    SendNotification command = mail(ANN, NotificationKind.DIRECT, null);
    NotificationSent first =
        new NotificationSent(
            MAIL,
            ANN,
            "ann@example.com",
            NotificationKind.DIRECT,
            command.subject(),
            command.text(),
            null,
            STORED,
            YESTERDAY);

    fixture.given(first).when(command).expectNoEvents().expectResultMessagePayload(first);
  }

  /** Sealed twice, the same text looks different. */
  @Test
  void aRepeatOfADirectMailIsKnownByWhatItSays() {
    NotificationKind kind = NotificationKind.DIRECT;
    SendNotification first = new SendNotification(MAIL, ANN, kind, "1Hello", "1How?", null);

    fixture
        .given(sentYesterday(first))
        .when(new SendNotification(MAIL, ANN, kind, "2Hello", "2How?", null))
        .expectNoEvents()
        .expectResultMessagePayload(sentYesterday(first));
    fixture
        .given(sentYesterday(first))
        .when(new SendNotification(MAIL, ANN, kind, "2Hello", "2Why?", null))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);
  }

  @Test
  void whatFailedStaysSoThoughTheUserHasRegisteredSince() {
    SendNotification command = mail(ANN, NotificationKind.ORDER_REJECTED, ORDER);
    NotificationSent failed = sent(command, FAILED, NOW.minusSeconds(1));

    fixture.given(failed).when(command).expectNoEvents().expectResultMessagePayload(failed);
  }

  static Stream<SendNotification> otherContents() {
    NotificationKind kind = NotificationKind.ORDER_APPROVED;
    return Stream.of(
        new SendNotification(MAIL, NOBODY, kind, "Hello", "How are you?", ORDER),
        new SendNotification(
            MAIL, ANN, NotificationKind.ORDER_REJECTED, "Hello", "How are you?", ORDER),
        new SendNotification(MAIL, ANN, kind, "Goodbye", "How are you?", ORDER),
        new SendNotification(MAIL, ANN, kind, "Hello", "Who are you?", ORDER),
        new SendNotification(MAIL, ANN, kind, "Hello", "How are you?", MAIL),
        new SendNotification(MAIL, ANN, kind, "Hello", "How are you?", null));
  }

  @ParameterizedTest
  @MethodSource("otherContents")
  void theSameIdWithOtherContentsIsRefused(SendNotification command) {
    fixture
        .given(sentYesterday(mail(ANN, NotificationKind.ORDER_APPROVED, ORDER)))
        .when(command)
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);
  }

  /** Nobody could be asked: that is not the same as nobody being there. */
  @Test
  void recipientsWhoCannotBeAskedForAreNoUnknownUsers() {
    Recipients unreachable =
        new AnnAlone() {
          @Override
          public boolean hasAddress(UUID userId) {
            throw new IllegalStateException("user-app is away");
          }
        };

    fixtureOf(Notification.class, unreachable, new DeliveryTerms(true))
        .givenNoPriorActivity()
        .when(mail(ANN, NotificationKind.ORDER_APPROVED, ORDER))
        .expectNoEvents()
        .expectException(IllegalStateException.class);
  }

  @Test
  void mailThatCannotBeSentIsKeptAsFailed() {
    SendNotification command = mail(ANN, NotificationKind.ORDER_APPROVED, ORDER);

    fixture
        .givenNoPriorActivity()
        .when(FailNotification.insteadOf(command))
        .expectEvents(sent(command, FAILED, NOW));
  }

  @Test
  void mailThatWasSentAfterAllDoesNotFail() {
    SendNotification command = mail(ANN, NotificationKind.ORDER_APPROVED, ORDER);

    fixture
        .given(sentYesterday(command))
        .when(FailNotification.insteadOf(command))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
  }

  private static DeliveryRequested requested(SendNotification command, Instant at) {
    return new DeliveryRequested(MAIL, command.userId(), command.orderId(), at);
  }

  private static DeliveryRequested requestedYesterday(SendNotification command) {
    return requested(command, YESTERDAY);
  }

  @ParameterizedTest
  @EnumSource
  void withAMailServerMailIsStoredAndItsDeliveryRequested(NotificationKind kind) {
    SendNotification command = mail(ANN, kind, ORDER);
    NotificationSent sent = sent(command, STORED, NOW);

    fixtureWithSmtp
        .givenNoPriorActivity()
        .when(command)
        .expectEvents(sent, requested(command, NOW))
        .expectResultMessagePayload(sent);
  }

  @Test
  void withAMailServerMailWithoutAnAddressFailsAsEver() {
    SendNotification command = mail(NOBODY, NotificationKind.ORDER_REJECTED, ORDER);

    fixtureWithSmtp.givenNoPriorActivity().when(command).expectEvents(sent(command, FAILED, NOW));
  }

  /** A mail server that is named later gets no mail of before. */
  @Test
  void aRepeatRequestsNoDelivery() {
    SendNotification command = mail(ANN, NotificationKind.DIRECT, null);

    fixtureWithSmtp.given(sentYesterday(command)).when(command).expectNoEvents();
    fixtureWithSmtp
        .given(sentYesterday(command), requestedYesterday(command))
        .when(command)
        .expectNoEvents()
        .expectResultMessagePayload(sentYesterday(command));
  }

  @Test
  void aDeliveryIsRecorded() {
    SendNotification command = mail(ANN, NotificationKind.ORDER_APPROVED, ORDER);

    fixture
        .given(sentYesterday(command), requestedYesterday(command))
        .when(new RecordDelivery(MAIL))
        .expectEvents(new NotificationDelivered(MAIL, ANN, ORDER, NOW));
  }

  @Test
  void aDeliveryThatFailedIsRecordedWithItsCause() {
    SendNotification command = mail(ANN, NotificationKind.DIRECT, null);

    fixture
        .given(sentYesterday(command), requestedYesterday(command))
        .when(new RecordDeliveryFailure(MAIL, "The mail server answered: 550 no"))
        .expectEvents(new DeliveryFailed(MAIL, ANN, null, "The mail server answered: 550 no", NOW));
  }

  static Stream<Object> ends() {
    return Stream.of(
        new NotificationDelivered(MAIL, ANN, ORDER, YESTERDAY),
        new DeliveryFailed(MAIL, ANN, ORDER, "The mail server answered: 550 no", YESTERDAY));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aDeliveryEndsOnce(Object end) {
    SendNotification command = mail(ANN, NotificationKind.ORDER_APPROVED, ORDER);
    List<Object> ended = List.of(sentYesterday(command), requestedYesterday(command), end);

    fixture.given(ended).when(new RecordDelivery(MAIL)).expectNoEvents();
    fixture.given(ended).when(new RecordDeliveryFailure(MAIL, "too late")).expectNoEvents();
    fixtureWithSmtp.given(ended).when(command).expectNoEvents();
  }

  @Test
  void whatIsOnlyKeptIsNeverDelivered() {
    SendNotification command = mail(ANN, NotificationKind.DIRECT, null);

    fixture.given(sentYesterday(command)).when(new RecordDelivery(MAIL)).expectNoEvents();
    fixture
        .given(sentYesterday(command))
        .when(new RecordDeliveryFailure(MAIL, "never tried"))
        .expectNoEvents();
  }
}
