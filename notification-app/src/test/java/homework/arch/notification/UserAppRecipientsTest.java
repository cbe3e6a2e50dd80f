package homework.arch.notification;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.NOW;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.platform.axon.Answers;
import java.util.Collections;
import java.util.List;
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
