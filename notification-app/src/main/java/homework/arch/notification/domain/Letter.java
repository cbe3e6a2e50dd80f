package homework.arch.notification.domain;

import java.time.Instant;
import java.util.UUID;

/** A mail as it is handed over, in clear: made for that moment, and kept by nobody. */
public record Letter(
    UUID notificationId, String address, String subject, String text, Instant createdAt) {

  /** Without what it says, and to whom. */
  @Override
  public String toString() {
    return "Letter[" + notificationId + "]";
  }
}
