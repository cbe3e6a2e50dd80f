package homework.arch.notification;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.NOW;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import homework.arch.api.user.FindUser;
import homework.arch.api.user.UserView;
import homework.arch.notification.domain.AddressBook;
import homework.arch.platform.axon.Answers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UserAppAddressBookTest {

  private final Answers answers = mock();
  private final AddressBook addressBook = new UserAppAddressBook(answers);

  private void userAppAnswers(CompletableFuture<Optional<UserView>> answer) {
    when(answers.ifAny(new FindUser(ANN), UserView.class)).thenReturn(answer);
  }

  @Test
  void theAddressIsTheOneThatTheUserRegisteredWith() {
    userAppAnswers(
        completedFuture(Optional.of(new UserView(ANN, "Ann", "ann@example.com", NOW, null))));

    assertThat(addressBook.emailOf(ANN)).contains("ann@example.com");
  }

  @Test
  void anUnknownUserHasNoAddress() {
    userAppAnswers(completedFuture(Optional.empty()));

    assertThat(addressBook.emailOf(ANN)).isEmpty();
  }

  @Test
  void thatUserAppIsAwayDoesNotMeanThatTheUserIsUnknown() {
    userAppAnswers(failedFuture(new TimeoutException()));

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> addressBook.emailOf(ANN))
        .withCauseInstanceOf(TimeoutException.class);
  }
}
