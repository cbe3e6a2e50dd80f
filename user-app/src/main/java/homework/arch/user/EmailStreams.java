package homework.arch.user;

import homework.arch.api.DerivedId;
import homework.arch.api.user.EmailClaimed;
import homework.arch.api.user.EmailReleased;
import homework.arch.platform.eventstore.UniqueStreams;
import homework.arch.platform.eventstore.UniqueStreams.Last;
import homework.arch.user.domain.Emails;
import homework.arch.user.domain.Mailbox;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.modelling.command.ConcurrencyException;

/** One stream a mailbox; its name tells nothing of the address. */
record EmailStreams(UniqueStreams streams) implements Emails {

  private static final String TYPE = "Email";

  /**
   * Version 0.1 named the stream after the address as it was written, in lower case: what was
   * claimed then is looked for in the spellings it may have had. An address in ASCII has one
   * stream, then and now.
   */
  @Override
  public Optional<UUID> ownerOf(String email) {
    return streamsOf(email).flatMap(stream -> ownerIn(streams.last(stream)).stream()).findFirst();
  }

  @Override
  public void claim(String email, UUID userId) {
    String stream = stream(Mailbox.of(email).spelling());
    Last last = streams.last(stream);
    if (ownerIn(last).isPresent()) {
      throw new ConcurrencyException("Another has claimed it a moment ago.");
    }
    streams.append(TYPE, stream, last.next(), new EmailClaimed(userId));
  }

  @Override
  public void release(String email, UUID userId) {
    streamsOf(email)
        .forEach(
            stream -> {
              Last last = streams.last(stream);
              if (ownerIn(last).filter(userId::equals).isPresent()) {
                streams.append(TYPE, stream, last.next(), new EmailReleased(userId));
              }
            });
  }

  private static Optional<UUID> ownerIn(Last last) {
    return last.as(EmailClaimed.class).map(EmailClaimed::userId);
  }

  private static Stream<String> streamsOf(String email) {
    return Stream.concat(
            Mailbox.of(email).spellings().stream(), Stream.of(email.toLowerCase(Locale.ROOT)))
        .distinct()
        .map(EmailStreams::stream);
  }

  private static String stream(String spelling) {
    return "email-" + DerivedId.of(spelling);
  }
}
