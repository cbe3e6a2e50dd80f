package homework.arch.user.keys;

import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserRegistered;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Who was ever registered, by the events themselves. */
@Component
public record Registrations(EventStore events) {

  /** The place in the user's stream behind the last erasure, or 0. */
  public long since(UUID userId) {
    return events
        .readEvents(userId.toString())
        .asStream()
        .filter(event -> event.getPayload() instanceof UserErased)
        .mapToLong(event -> event.getSequenceNumber() + 1)
        .max()
        .orElse(0);
  }

  boolean has(UUID userId) {
    return events
        .readEvents(userId.toString())
        .asStream()
        .anyMatch(event -> event.getPayload() instanceof UserRegistered);
  }
}
