package homework.arch.user;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.user.domain.Emails;
import homework.arch.user.domain.Mailbox;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One stream a mailbox; its name tells nothing of the address. */
record EmailStreams(UniqueStreams streams) implements Emails {

  /**
   * Version 0.1 named the stream after the address as it was written, in lower case: what was
   * claimed then is looked for in the spellings it may have had. An address in ASCII has one
   * stream, then and now.
   */
  @Override
  public Optional<UUID> ownerOf(String email) {
    return Stream.concat(
            Mailbox.of(email).spellings().stream(), Stream.of(email.toLowerCase(Locale.ROOT)))
        .distinct()
        .flatMap(spelling -> streams.find(stream(spelling), EmailClaimed.class).stream())
        .map(EmailClaimed::userId)
        .findFirst();
  }

  @Override
  public void claim(String email, UUID userId) {
    streams.claim("Email", stream(Mailbox.of(email).spelling()), new EmailClaimed(userId));
  }

  private static String stream(String spelling) {
    return "email-" + DerivedId.of(spelling);
  }
}
