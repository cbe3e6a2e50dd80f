package homework.arch.user.keys;

import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Who was ever registered, by the events themselves, which never lag. */
@Component
public record Registrations(EventStore events) {

  /**
   * A user's last registration.
   *
   * @param user as it is stored
   * @param number of its event in the user's stream
   * @param since the place in that stream behind the last erasure, or 0
   */
  public record Last(UserView user, long number, long since) {}

  /** Nothing of who was never registered. */
  public Optional<Last> last(UUID userId) {
    Last last = null;
    for (DomainEventStream stream = events.readEvents(userId.toString(), 0); stream.hasNext(); ) {
      DomainEventMessage<?> event = stream.next();
      long number = event.getSequenceNumber();
      if (event.getPayload() instanceof UserRegistered registered) {
        long since = last == null ? 0 : last.since();
        last = new Last(UserView.of(registered), number, since);
      } else if (event.getPayload() instanceof UserErased erased && last != null) {
        UserView user = last.user().erased(erased.erasedAt());
        last = new Last(user, last.number(), number + 1);
      }
    }
    return Optional.ofNullable(last);
  }
}
