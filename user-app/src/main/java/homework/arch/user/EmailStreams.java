package homework.arch.user;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.api.user.EmailReleased;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserRegistered;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.platform.eventstore.UniqueStreams.Last;
import homework.arch.user.domain.Emails;
import homework.arch.user.domain.Mailbox;
import homework.arch.user.domain.PersonalData;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.stereotype.Component;

/** One stream a mailbox, named after the keyed hash of the address. */
@Component
record EmailStreams(UniqueStreams streams, PersonalData personalData) implements Emails {

  private static final String TYPE = "Email";
  private static final String STREAM = "email-";

  @Override
  public boolean claim(RegisterUser registration, long since) {
    if (registration.since() < since) {
      throw new ConcurrencyException("The user was erased while this was sealed.");
    }
    String stream = STREAM + registration.emailHash();
    // Before the owner is looked for: who claims it after that has taken this place.
    long next = streams.last(stream).next();
    if (ownerOf(registration).isPresent()) {
      return false;
    }
    streams.append(TYPE, stream, next, new EmailClaimed(registration.userId()));
    return true;
  }

  Optional<UUID> ownerOf(RegisterUser registration) {
    String email =
        personalData
            .open(registration.userId(), PersonalData.EMAIL, registration.email())
            .orElseThrow(() -> new ConcurrencyException("The user's key was destroyed meanwhile"));
    return Stream.concat(Stream.of(STREAM + registration.emailHash()), streamsOfBefore(email))
        .flatMap(stream -> ownerIn(streams.last(stream)).stream())
        .findFirst();
  }

  /**
   * Earlier versions named the stream after a hash without a key, and version 0.1 after the address
   * as it was written, in lower case: what was claimed then is looked for in the spellings it may
   * have had.
   */
  private static Stream<String> streamsOfBefore(String email) {
    return Stream.concat(
            Mailbox.of(email).spellings().stream(), Stream.of(email.toLowerCase(Locale.ROOT)))
        .distinct()
        .map(spelling -> STREAM + DerivedId.of(spelling));
  }

  private static Optional<UUID> ownerIn(Last last) {
    return last.as(EmailClaimed.class).map(EmailClaimed::userId);
  }

  /** Only events of earlier versions have no hash, and they have the address in clear. */
  @Override
  public void release(UserRegistered registration) {
    Stream<String> claimed =
        registration.emailHash() == null
            ? streamsOfBefore(registration.email())
            : Stream.of(STREAM + registration.emailHash());
    claimed.forEach(
        stream -> {
          Last last = streams.last(stream);
          if (ownerIn(last).filter(registration.userId()::equals).isPresent()) {
            streams.append(TYPE, stream, last.next(), new EmailReleased(registration.userId()));
          }
        });
  }
}
