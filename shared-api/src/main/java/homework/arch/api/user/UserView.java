package homework.arch.api.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param name null if nobody can read it any more
 * @param email null if nobody can read it any more
 */
public record UserView(
    UUID userId,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String name,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String email,
    Instant createdAt) {

  /** With its name and address as they are stored. */
  public static UserView of(UserRegistered event) {
    return new UserView(event.userId(), event.name(), event.email(), event.registeredAt());
  }

  /** Without what it tells of the person. */
  @Override
  public String toString() {
    return "UserView[" + userId + "]";
  }
}
