package homework.arch.user.domain;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.BOB;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.fixtureOf;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.user.EraseUser;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserRegistered;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final UserRegistered REGISTERED =
      new UserRegistered(ANN, "Ann", "Ann@example.com", YESTERDAY);
  private static final UserErased ERASED = new UserErased(ANN, YESTERDAY);

  private final Emails emails = new InMemoryEmails();
  private final AggregateTestFixture<User> fixture = fixtureOf(User.class, emails);

  @BeforeEach
  void annHasAnAddress() {
    emails.claim("ann@example.com", ANN);
  }

  @Test
  void aUserIsErasedAndTheAddressIsFree() {
    fixture.given(REGISTERED).when(new EraseUser(ANN, 0)).expectEvents(new UserErased(ANN, NOW));

    assertThat(emails.ownerOf("ann@example.com")).isEmpty();
  }

  @Test
  void twiceIsOnceAndWhoHasTheAddressSinceKeepsIt() {
    emails.release("ann@example.com", ANN);
    emails.claim("ann@example.com", BOB);

    fixture
        .given(REGISTERED, ERASED)
        .when(new EraseUser(ANN, 0))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
    assertThat(emails.ownerOf("ann@example.com")).contains(BOB);
  }

  @Test
  void whoIsNotRegisteredIsNotErased() {
    fixture
        .givenNoPriorActivity()
        .when(new EraseUser(BOB, 0))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
  }

  @Test
  void anErasedUserMayBeRegisteredAsSomebodyElse() {
    UserRegistered again = new UserRegistered(ANN, "Anna", "anna@example.org", NOW);

    fixture
        .given(REGISTERED, ERASED)
        .when(new RegisterUser(ANN, "Anna", "anna@example.org"))
        .expectEvents(again)
        .expectResultMessagePayload(again);
  }

  /** The account was closed for the registration before, and that was told late. */
  @Test
  void theErasureOfAnEarlierRegistrationIsNotThatOfALaterOne() {
    fixture
        .given(REGISTERED, ERASED, REGISTERED)
        .when(new EraseUser(ANN, 0))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
    fixture
        .given(REGISTERED, ERASED, REGISTERED)
        .when(new EraseUser(ANN, 2))
        .expectEvents(new UserErased(ANN, NOW));
  }
}
