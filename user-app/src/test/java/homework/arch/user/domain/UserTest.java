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
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTest {

  private static final UserRegistered ANN_REGISTERED_YESTERDAY =
      new UserRegistered(ANN, "Ann", "ann@example.com", YESTERDAY);

  private final Emails emails = new InMemoryEmails();
  private final AggregateTestFixture<User> fixture = fixtureOf(User.class, emails);

  @Test
  void aUserIsRegisteredAndOwnsTheAddressFromThenOn() {
    UserRegistered registered = new UserRegistered(ANN, "Ann", "Ann@example.com", NOW);

    fixture
        .givenNoPriorActivity()
        .when(new RegisterUser(ANN, "Ann", "Ann@example.com"))
        .expectEvents(registered)
        .expectResultMessagePayload(registered);

    assertThat(emails.ownerOf("ann@example.com")).contains(ANN);
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndChangesNothing() {
    emails.claim("ann@example.com", ANN);

    fixture
        .given(ANN_REGISTERED_YESTERDAY)
        .when(new RegisterUser(ANN, "Ann", "ann@example.com"))
        .expectNoEvents()
        .expectResultMessagePayload(ANN_REGISTERED_YESTERDAY);
  }

  @Test
  void theSameIdWithAnotherNameIsRefused() {
    fixture
        .given(ANN_REGISTERED_YESTERDAY)
        .when(new RegisterUser(ANN, "Anna", "ann@example.com"))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);
  }

  @Test
  void theSameIdWithAnotherAddressIsRefusedAndTheAddressStaysFree() {
    fixture
        .given(ANN_REGISTERED_YESTERDAY)
        .when(new RegisterUser(ANN, "Ann", "ann@example.org"))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.ID_REUSED);

    assertThat(emails.ownerOf("ann@example.org")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.com, ANN@Example.com",
    "a@пример.рф,     a@xn--e1afmkfd.xn--p1ai",
    "a@xn--e1afmkfd.xn--p1ai, A@Пример.РФ",
    "сергей@ya.ru,    СЕРГЕ\u0418\u0306@ya.ru",
  })
  void anAddressThatAnotherHasIsRefusedHoweverItIsSpelled(String taken, String spelling) {
    emails.claim(taken, ANN);

    fixture
        .givenNoPriorActivity()
        .when(new RegisterUser(BOB, "Bob", spelling))
        .expectNoEvents()
        .expectException(Refused.class)
        .expectExceptionDetails(Refused.Reason.EMAIL_TAKEN)
        .expectExceptionMessage("Another user has this e-mail address.");

    assertThat(emails.ownerOf(taken)).contains(ANN);
  }

  @Test
  void whoWasRefusedMayRegisterWithAnotherAddress() {
    emails.claim("ann@example.com", ANN);
    UserRegistered registered = new UserRegistered(BOB, "Bob", "bob@example.com", NOW);

    fixture
        .givenNoPriorActivity()
        .when(new RegisterUser(BOB, "Bob", "bob@example.com"))
        .expectEvents(registered)
        .expectResultMessagePayload(registered);
  }
}
