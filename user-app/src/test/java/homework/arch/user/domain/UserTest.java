package homework.arch.user.domain;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.BOB;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.fixtureOf;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.Refused;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserRegistered;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTest {

  private static final UserRegistered ANN_REGISTERED_YESTERDAY =
      new UserRegistered(
          ANN, "sealed:1:Ann", "sealed:1:ann@example.com", "#ann@example.com", YESTERDAY);

  private final InMemoryEmails emails = new InMemoryEmails();

  /** Text is sealed by two words before it, of which the second is another one each time. */
  private final PersonalData personalData =
      (userId, field, text) ->
          Optional.of(text.replaceFirst("^sealed:\\d:", ""))
              .filter(opened -> !opened.equals("destroyed"));

  private final AggregateTestFixture<User> fixture = fixtureOf(User.class, emails, personalData);

  private static RegisterUser register(UUID userId, String name, String email) {
    return new RegisterUser(
        userId, "sealed:2:" + name, "sealed:2:" + email, "#" + Mailbox.of(email).spelling(), 0);
  }

  @Test
  void aUserIsRegisteredAndOwnsTheAddressFromThenOn() {
    UserRegistered registered =
        new UserRegistered(
            ANN, "sealed:2:Ann", "sealed:2:Ann@example.com", "#ann@example.com", NOW);

    fixture
        .givenNoPriorActivity()
        .when(register(ANN, "Ann", "Ann@example.com"))
        .expectEvents(registered)
        .expectResultMessagePayload(registered);

    assertThat(ownerOf("ann@example.com")).contains(ANN);
  }

  private Optional<UUID> ownerOf(String email) {
    return emails.ownerOf(register(BOB, "Bob", email));
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndChangesNothing() {
    emails.claim(register(ANN, "Ann", "ann@example.com"), 0);

    fixture
        .given(ANN_REGISTERED_YESTERDAY)
        .when(register(ANN, "Ann", "ann@example.com"))
        .expectNoEvents()
        .expectResultMessagePayload(ANN_REGISTERED_YESTERDAY);
  }

  @Test
  void aRepeatIsOneThoughAnEarlierVersionHasStoredTheFirstInClear() {
    UserRegistered inClear = new UserRegistered(ANN, "Ann", "ann@example.com", null, YESTERDAY);

    fixture
        .given(inClear)
        .when(register(ANN, "Ann", "ann@example.com"))
        .expectNoEvents()
        .expectResultMessagePayload(inClear);
  }

  @Test
  void whatNobodyCanOpenAnyMoreIsNotTheSame() {
    fixture
        .given(new UserRegistered(ANN, "destroyed", "destroyed", "#ann@example.com", YESTERDAY))
        .when(register(ANN, "destroyed", "destroyed"))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);
  }

  @Test
  void theSameIdWithAnotherNameIsRefused() {
    fixture
        .given(ANN_REGISTERED_YESTERDAY)
        .when(register(ANN, "Anna", "ann@example.com"))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);
  }

  @Test
  void theSameIdWithAnotherAddressIsRefusedAndTheAddressStaysFree() {
    fixture
        .given(ANN_REGISTERED_YESTERDAY)
        .when(register(ANN, "Ann", "ann@example.org"))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);

    assertThat(ownerOf("ann@example.org")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.com, ANN@Example.com",
    "a@пример.рф,     a@xn--e1afmkfd.xn--p1ai",
    "a@xn--e1afmkfd.xn--p1ai, A@Пример.РФ",
    "сергей@ya.ru,    СЕРГЕ\u0418\u0306@ya.ru",
  })
  void anAddressThatAnotherHasIsRefusedHoweverItIsSpelled(String taken, String spelling) {
    emails.claim(register(ANN, "Ann", taken), 0);

    fixture
        .givenNoPriorActivity()
        .when(register(BOB, "Bob", spelling))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.EMAIL_TAKEN)
        .expectExceptionMessage("Another user has this e-mail address.");

    assertThat(ownerOf(taken)).contains(ANN);
  }

  @Test
  void whoWasRefusedMayRegisterWithAnotherAddress() {
    emails.claim(register(ANN, "Ann", "ann@example.com"), 0);
    UserRegistered registered =
        new UserRegistered(
            BOB, "sealed:2:Bob", "sealed:2:bob@example.com", "#bob@example.com", NOW);

    fixture
        .givenNoPriorActivity()
        .when(register(BOB, "Bob", "bob@example.com"))
        .expectEvents(registered)
        .expectResultMessagePayload(registered);
  }
}
