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
import java.util.Optional;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final UserRegistered REGISTERED =
      new UserRegistered(ANN, "sealed:Ann", "sealed:ann@example.com", "#ann", YESTERDAY);
  private static final UserErased ERASED = new UserErased(ANN, YESTERDAY);

  private final InMemoryEmails emails = new InMemoryEmails();
  private final AggregateTestFixture<User> fixture =
      fixtureOf(User.class, emails, (PersonalData) (userId, field, text) -> Optional.of(text));

  private static RegisterUser register(UUID userId, String name, String hash, long since) {
    return new RegisterUser(userId, "sealed:" + name, "sealed:e-mail", hash, since);
  }

  @BeforeEach
  void annHasAnAddress() {
    emails.claim(register(ANN, "Ann", "#ann", 0), 0);
  }

  @Test
  void aUserIsErasedAndTheAddressIsFree() {
    fixture.given(REGISTERED).when(new EraseUser(ANN, 0)).expectEvents(new UserErased(ANN, NOW));

    assertThat(emails.ownerOf(register(BOB, "Bob", "#ann", 0))).isEmpty();
  }

  @Test
  void twiceIsOnceAndWhoHasTheAddressSinceKeepsIt() {
    emails.release(REGISTERED);
    emails.claim(register(BOB, "Bob", "#ann", 0), 0);

    fixture
        .given(REGISTERED, ERASED)
        .when(new EraseUser(ANN, 0))
        .expectNoEvents()
        .expectSuccessfulHandlerExecution();
    assertThat(emails.ownerOf(register(BOB, "Bob", "#ann", 0))).contains(BOB);
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
    UserRegistered again = new UserRegistered(ANN, "sealed:Anna", "sealed:e-mail", "#anna", NOW);

    fixture
        .given(REGISTERED, ERASED)
        .when(register(ANN, "Anna", "#anna", 2))
        .expectEvents(again)
        .expectResultMessagePayload(again);
  }

  /** The key that it was sealed by is destroyed, or will be. */
  @Test
  void whatWasSealedBeforeTheErasureRegistersNobodyAfterIt() {
    fixture
        .given(REGISTERED, ERASED)
        .when(register(ANN, "Anna", "#anna", 0))
        .expectNoEvents()
        .expectException(IllegalStateException.class);
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
