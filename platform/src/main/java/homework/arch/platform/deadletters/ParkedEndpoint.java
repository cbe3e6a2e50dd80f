package homework.arch.platform.deadletters;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

/**
 * The same at its old address, {@code /actuator/parked}.
 *
 * @deprecated It goes with the next version.
 */
@Deprecated
@Endpoint(id = "parked")
public final class ParkedEndpoint extends DeadLettersEndpoint {

  public ParkedEndpoint(DeadLetters deadLetters) {
    super(deadLetters);
  }
}
