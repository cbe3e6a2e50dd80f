package homework.arch.user;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.api.user.RegisterUser;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.user.domain.Emails;
import homework.arch.user.domain.Mailbox;
import homework.arch.user.domain.PersonalData;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One stream a mailbox, named after the keyed hash of the address. */
record EmailStreams(UniqueStreams streams, PersonalData personalData) implements Emails {

  private static final String STREAM = "email-";

  @Override
  public Optional<UUID> ownerOf(RegisterUser registration) {
    return owner(STREAM + registration.emailHash()).or(() -> ownerOfBefore(registration));
  }

  /**
   * Earlier versions named the stream after a hash without a key, and version 0.1 after the address
   * as it was written, in lower case: what was claimed then is looked for in the spellings it may
   * have had.
   */
  private Optional<UUID> ownerOfBefore(RegisterUser registration) {
    String email =
        personalData
            .open(registration.userId(), PersonalData.EMAIL, registration.email())
            .orElseThrow(() -> new IllegalStateException("The user's key was destroyed meanwhile"));
    return Stream.concat(
            Mailbox.of(email).spellings().stream(), Stream.of(email.toLowerCase(Locale.ROOT)))
        .distinct()
        .flatMap(spelling -> owner(STREAM + DerivedId.of(spelling)).stream())
        .findFirst();
  }

  @Override
  public void claim(RegisterUser registration) {
    streams.claim(
        "Email", STREAM + registration.emailHash(), new EmailClaimed(registration.userId()));
  }

  private Optional<UUID> owner(String stream) {
    return streams.find(stream, EmailClaimed.class).map(EmailClaimed::userId);
  }
}
