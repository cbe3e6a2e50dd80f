package homework.arch.user;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.BOB;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserRegistered;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.user.domain.Mailbox;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailStreamsTest {

  private final EventStore eventStore =
      EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
  private final EmailStreams emails =
      new EmailStreams(new UniqueStreams(eventStore), (user, field, text) -> Optional.of(text));
  private final Locale localeBefore = Locale.getDefault();

  /** Not sealed, and with a hash that is not keyed, as what they are does not matter here. */
  private static RegisterUser registration(UUID userId, String email) {
    return new RegisterUser(userId, "name", email, "hash-of-" + Mailbox.of(email).spelling(), 0);
  }

  private boolean claim(String email, UUID userId) {
    return emails.claim(registration(userId, email), 0);
  }

  private Optional<UUID> ownerOf(String email) {
    return emails.ownerOf(registration(USER, email));
  }

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(localeBefore);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ivan@example.com", "IVAN@EXAMPLE.COM", "Ivan@Example.Com"})
  void anAddressHasOneOwnerWhateverItsCase(String spelling) {
    claim("Ivan@example.com", ANN);
    claim("Иван@example.com", BOB);

    assertThat(ownerOf(spelling)).contains(ANN);
    assertThat(ownerOf("ИВАН@example.com")).contains(BOB);
    assertThat(ownerOf("ivan@example.org")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Сергей@пример.рф",
        "СЕРГЕЙ@ПРИМЕР.РФ",
        "Серге\u0438\u0306@пример.рф",
        "сергей@xn--e1afmkfd.xn--p1ai",
        "сергей@XN--E1AFMKFD.xn--p1ai",
        "сергей@пример.xn--p1ai",
        "сергей@пример\u3002рф"
      })
  void anAddressHasOneOwnerWhateverItsLettersAndItsDomainAreWrittenIn(String spelling) {
    claim(spelling, ANN);

    assertThat(ownerOf("сергей@пример.рф")).contains(ANN);
    assertThat(ownerOf("СЕРГЕ\u0418\u0306@xn--e1afmkfd.xn--p1ai")).contains(ANN);
    assertThat(ownerOf("сергеи@пример.рф")).isEmpty();
    assertThat(ownerOf("сергей@примеры.рф")).isEmpty();
  }

  /** As streams were once named: after the address as it was written, in lower case. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "сергей@пример.рф",
        "серге\u0438\u0306@пример.рф",
        "сергей@xn--e1afmkfd.xn--p1ai",
        "серге\u0438\u0306@xn--e1afmkfd.xn--p1ai",
        "ａｎｎ@example.com"
      })
  void whatWasClaimedInAnotherSpellingLongAgoHasItsOwner(String claimed) {
    eventStore.publish(
        new GenericDomainEventMessage<>(
            "Email", "email-" + DerivedId.of(claimed), 0, new EmailClaimed(ANN)));

    assertThat(ownerOf(claimed)).contains(ANN);
    if (!claimed.startsWith("ａ")) {
      assertThat(ownerOf("Сергей@пример.рф")).contains(ANN);
      assertThat(ownerOf("сергей@XN--e1afmkfd.xn--p1ai")).contains(ANN);
    }
  }

  /** In Turkish the small letter of I is another one. */
  @Test
  void theLanguageOfTheMachineDoesNotMatter() {
    claim("IVAN@example.com", ANN);
    Locale.setDefault(Locale.forLanguageTag("tr"));

    assertThat(ownerOf("IVAN@example.com")).contains(ANN);
  }

  @Test
  void whatIsReleasedBelongsToWhoeverClaimsItNext() {
    claim("ann@example.com", ANN);
    release("Ann@example.com", ANN);
    assertThat(ownerOf("ann@example.com")).isEmpty();

    claim("ANN@example.com", BOB);
    release("ann@example.com", ANN);
    assertThat(ownerOf("ann@example.com")).contains(BOB);
    release("ann@example.com", BOB);
    claim("ann@example.com", ANN);
    assertThat(ownerOf("ann@example.com")).contains(ANN);

    assertThat(eventStore.readEvents("email-hash-of-ann@example.com").asStream())
        .extracting(event -> event.getSequenceNumber())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  private void release(String email, UUID userId) {
    RegisterUser of = registration(userId, email);
    emails.release(new UserRegistered(userId, of.name(), of.email(), of.emailHash(), NOW));
  }

  @Test
  void whatIsClaimedIsNotClaimedAgain() {
    assertThat(claim("ann@example.com", ANN)).isTrue();

    assertThat(claim("Ann@example.com", BOB)).isFalse();
    assertThat(ownerOf("ann@example.com")).contains(ANN);
  }

  @Test
  void whatWasSealedBeforeAnErasureClaimsNothing() {
    assertThatExceptionOfType(ConcurrencyException.class)
        .isThrownBy(() -> emails.claim(registration(ANN, "ann@example.com"), 2));
    assertThat(ownerOf("ann@example.com")).isEmpty();
  }

  /** As streams were once named, see above. */
  @Test
  void whatWasClaimedInAnotherSpellingLongAgoIsReleasedAsWell() {
    String longAgo = "сергей@xn--e1afmkfd.xn--p1ai";
    eventStore.publish(
        new GenericDomainEventMessage<>(
            "Email", "email-" + DerivedId.of(longAgo), 0, new EmailClaimed(ANN)));

    emails.release(new UserRegistered(ANN, "Сергей", "Сергей@пример.рф", null, NOW));

    assertThat(ownerOf(longAgo)).isEmpty();
  }

  @Test
  void aClaimIsPartOfTheUnitOfWork() {
    UnitOfWork<?> command = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(""));
    claim("ann@example.com", ANN);
    assertThat(ownerOf("ann@example.com")).contains(ANN);
    command.rollback();

    assertThat(ownerOf("ann@example.com")).isEmpty();
  }

  /** That the store takes no second first event is what makes the address unique. */
  @Test
  void everyClaimIsTheFirstEventOfAStreamThatIsNamedAfterTheHash() {
    emails.claim(new RegisterUser(ANN, "sealed:name", "sealed:email", "8jSe3x", 0), 0);

    DomainEventMessage<?> claim = eventStore.readEvents("email-8jSe3x").next();
    assertThat(claim.getSequenceNumber()).isZero();
    assertThat(claim.getPayload()).isEqualTo(new EmailClaimed(ANN));
  }
}
