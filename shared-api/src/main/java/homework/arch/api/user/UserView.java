package homework.arch.api.user;

import java.time.Instant;
import java.util.UUID;

public record UserView(UUID userId, String name, String email, Instant createdAt) {

  public static UserView of(UserRegistered event) {
    return new UserView(event.userId(), event.name(), event.email(), event.registeredAt());
  }
}
