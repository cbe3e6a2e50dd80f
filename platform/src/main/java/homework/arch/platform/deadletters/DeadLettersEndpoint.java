package homework.arch.platform.deadletters;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The operator's view of the dead letters: {@code GET /actuator/deadletters} lists them, {@code
 * POST /actuator/deadletters/{id}/retry} tries one again, {@code POST
 * /actuator/deadletters/{id}/give-up} leaves one out, and {@code POST /actuator/deadletters/retry}
 * tries all that is parked.
 */
@Endpoint(id = "deadletters")
public class DeadLettersEndpoint {

  private static final int MOST = 1_000;

  private final DeadLetters deadLetters;

  public DeadLettersEndpoint(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  @ReadOperation
  Map<String, Object> list() {
    return Map.of("items", deadLetters.list(MOST));
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> all(@Selector String verb) {
    return verb.equals("retry")
        ? answer(
            200, "retried", deadLetters.all().stream().mapToInt(DeadLetterTable::retryAll).sum())
        : answer(404, "error", "All can be retried; one can be retried or given up.");
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> one(@Selector String id, @Selector String verb) {
    try {
      return switch (verb) {
        case "retry" ->
            done(id, deadLetters.all().stream().anyMatch(some -> some.retry(id)), "retried");
        case "give-up" ->
            done(id, deadLetters.all().stream().anyMatch(some -> some.giveUp(id)), "givenUp");
        default -> answer(404, "error", "The verbs are retry and give-up.");
      };
    } catch (Compensation.CannotBeGivenUpException e) {
      return answer(409, "error", String.valueOf(e.getMessage()));
    }
  }

  private static WebEndpointResponse<Map<String, Object>> done(
      String id, boolean done, String what) {
    return done
        ? answer(200, what, id)
        : answer(404, "error", "There is no dead letter " + id + ".");
  }

  private static WebEndpointResponse<Map<String, Object>> answer(
      int status, String name, Object value) {
    return new WebEndpointResponse<>(Map.of(name, value), status);
  }
}
