package homework.arch.user;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.user.domain.Emails;
import java.util.Locale;
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
  private final Emails emails = new EmailStreams(new UniqueStreams(eventStore));
  private final Locale localeBefore = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(localeBefore);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ivan@example.com", "IVAN@EXAMPLE.COM", "Ivan@Example.Com"})
  void anAddressHasOneOwnerWhateverItsCase(String spelling) {
    emails.claim("Ivan@example.com", ANN);
    emails.claim("Иван@example.com", BOB);

    assertThat(emails.ownerOf(spelling)).contains(ANN);
    assertThat(emails.ownerOf("ИВАН@example.com")).contains(BOB);
    assertThat(emails.ownerOf("ivan@example.org")).isEmpty();
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
    emails.claim(spelling, ANN);

    assertThat(emails.ownerOf("сергей@пример.рф")).contains(ANN);
    assertThat(emails.ownerOf("СЕРГЕ\u0418\u0306@xn--e1afmkfd.xn--p1ai")).contains(ANN);
    assertThat(emails.ownerOf("сергеи@пример.рф")).isEmpty();
    assertThat(emails.ownerOf("сергей@примеры.рф")).isEmpty();
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

    assertThat(emails.ownerOf(claimed)).contains(ANN);
    if (!claimed.startsWith("ａ")) {
      assertThat(emails.ownerOf("Сергей@пример.рф")).contains(ANN);
      assertThat(emails.ownerOf("сергей@XN--e1afmkfd.xn--p1ai")).contains(ANN);
    }
  }

  /** In Turkish the small letter of I is another one. */
  @Test
  void theLanguageOfTheMachineDoesNotMatter() {
    emails.claim("IVAN@example.com", ANN);
    Locale.setDefault(Locale.forLanguageTag("tr"));

    assertThat(emails.ownerOf("IVAN@example.com")).contains(ANN);
  }

  @Test
  void whatIsReleasedBelongsToWhoeverClaimsItNext() {
    emails.claim("ann@example.com", ANN);
    emails.release("Ann@example.com", ANN);
    assertThat(emails.ownerOf("ann@example.com")).isEmpty();

    emails.claim("ANN@example.com", BOB);
    assertThat(emails.ownerOf("ann@example.com")).contains(BOB);
    emails.release("ann@example.com", ANN);
    assertThat(emails.ownerOf("ann@example.com")).contains(BOB);
    emails.release("ann@example.com", BOB);
    emails.claim("ann@example.com", ANN);
    assertThat(emails.ownerOf("ann@example.com")).contains(ANN);

    assertThat(eventStore.readEvents("email-cb58bf5e-f793-8978-be9b-726001cd6266").asStream())
        .extracting(event -> event.getSequenceNumber())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void whatIsClaimedIsNotClaimedAgain() {
    emails.claim("ann@example.com", ANN);

    assertThatExceptionOfType(ConcurrencyException.class)
        .isThrownBy(() -> emails.claim("ann@example.com", BOB));
  }

  /** As streams were once named, see above. */
  @Test
  void whatWasClaimedInAnotherSpellingLongAgoIsReleasedAsWell() {
    String longAgo = "сергей@xn--e1afmkfd.xn--p1ai";
    eventStore.publish(
        new GenericDomainEventMessage<>(
            "Email", "email-" + DerivedId.of(longAgo), 0, new EmailClaimed(ANN)));

    emails.release("Сергей@пример.рф", ANN);

    assertThat(emails.ownerOf(longAgo)).isEmpty();
  }

  @Test
  void aClaimIsPartOfTheUnitOfWork() {
    UnitOfWork<?> command = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(""));
    emails.claim("ann@example.com", ANN);
    assertThat(emails.ownerOf("ann@example.com")).contains(ANN);
    command.rollback();

    assertThat(emails.ownerOf("ann@example.com")).isEmpty();
  }

  /** That the store takes no second first event is what makes the address unique. */
  @Test
  void everyClaimIsTheFirstEventOfAStreamWhoseNameDoesNotTellTheAddress() {
    emails.claim("Ann@example.com", ANN);

    DomainEventMessage<?> claim =
        eventStore.readEvents("email-cb58bf5e-f793-8978-be9b-726001cd6266").next();
    assertThat(claim.getSequenceNumber()).isZero();
    assertThat(claim.getPayload()).isEqualTo(new EmailClaimed(ANN));
  }
}
