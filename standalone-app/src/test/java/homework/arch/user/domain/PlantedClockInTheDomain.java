package homework.arch.user.domain;

import java.time.Instant;

/** Breaks a rule of the architecture on purpose. */
public class PlantedClockInTheDomain {

  Instant now() {
    return Instant.now();
  }
}
