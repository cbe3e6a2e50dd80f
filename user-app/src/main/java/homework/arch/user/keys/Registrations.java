package homework.arch.user.keys;

import homework.arch.api.user.UserRegistered;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Who was ever registered, by the events themselves. */
@Component
record Registrations(EventStore events) {

  boolean has(UUID userId) {
    return events
        .readEvents(userId.toString())
        .asStream()
        .anyMatch(event -> event.getPayload() instanceof UserRegistered);
  }
}
