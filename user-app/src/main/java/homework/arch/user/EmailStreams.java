package homework.arch.user;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.user.domain.Emails;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** One stream an address; its name tells nothing of the address. */
record EmailStreams(UniqueStreams streams) implements Emails {

  @Override
  public Optional<UUID> ownerOf(String email) {
    return streams.find(stream(email), EmailClaimed.class).map(EmailClaimed::userId);
  }

  @Override
  public void claim(String email, UUID userId) {
    streams.claim("Email", stream(email), new EmailClaimed(userId));
  }

  private static String stream(String email) {
    return "email-" + DerivedId.of(email.toLowerCase(Locale.ROOT));
  }
}
