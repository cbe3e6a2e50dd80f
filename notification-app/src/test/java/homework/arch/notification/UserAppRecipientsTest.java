package homework.arch.notification;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.NOW;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.platform.axon.Answers;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UserAppRecipientsTest {

  private final Answers answers = mock();
  private final UserAppRecipients recipients = new UserAppRecipients(answers);

  private void userAppAnswers(CompletableFuture<Texts> answer) {
    when(answers.to(new FindAddresses(List.of(ANN)), Texts.class)).thenReturn(answer);
  }

  @Test
  void whoIsRegisteredHasAnAddressAndUserAppIsNotAskedAgainAtOnce() {
    userAppAnswers(completedFuture(new Texts(List.of("ann@example.com"))));

    assertThat(recipients.hasAddress(ANN)).isTrue();
    userAppAnswers(failedFuture(new TimeoutException()));
    assertThat(recipients.hasAddress(ANN)).isTrue();
  }

  @Test
  void whoIsErasedHasNoneAtOnce() {
    userAppAnswers(completedFuture(new Texts(List.of("ann@example.com"))));
    assertThat(recipients.hasAddress(ANN)).isTrue();

    userAppAnswers(completedFuture(new Texts(Collections.singletonList(null))));
    recipients.on(new UserErased(ANN, NOW));

    assertThat(recipients.hasAddress(ANN)).isFalse();
  }

  /** A repeat of a mail is known by what it says. */
  @Test
  void whatMailSaysCanBeReadUntilTheKeyIsDestroyed() {
    NotificationSent mail =
        new NotificationSent(
            UUID.randomUUID(),
            ANN,
            null,
            NotificationKind.DIRECT,
            "sealed 1",
            "sealed 2",
            null,
            NotificationStatus.STORED,
            NOW);
    OpenTexts sealed = new OpenTexts(TextOfUser.ofMail(ANN, "sealed 1", "sealed 2"));
    when(answers.to(sealed, Texts.class))
        .thenReturn(completedFuture(new Texts(List.of("Hello", "How are you?"))))
        .thenReturn(completedFuture(new Texts(Arrays.asList(null, null))));
    userAppAnswers(completedFuture(new Texts(Collections.singletonList(null))));

    assertThat(recipients.letter(mail)).isEmpty();
    assertThat(recipients.inClear(mail)).contains(mail.with("Hello", "How are you?"));
    assertThat(recipients.inClear(mail)).isEmpty();
  }

  @Test
  void anUnknownUserHasNoAddress() {
    userAppAnswers(completedFuture(new Texts(Collections.singletonList(null))));

    assertThat(recipients.hasAddress(ANN)).isFalse();
  }

  @Test
  void thatUserAppIsAwayDoesNotMeanThatTheUserIsUnknown() {
    userAppAnswers(failedFuture(new TimeoutException()));

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> recipients.hasAddress(ANN))
        .withCauseInstanceOf(TimeoutException.class);
  }
}
