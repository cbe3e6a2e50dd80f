package homework.arch.platform.parked;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The operator's view of events that could not be handled: {@code GET /actuator/parked} lists it,
 * {@code POST /actuator/parked/{id}/retry} tries one again, {@code POST
 * /actuator/parked/{id}/give-up} leaves one out, and {@code POST /actuator/parked/retry} tries all
 * that is parked.
 */
@Endpoint(id = "parked")
public final class ParkedEndpoint {

  private static final int MOST = 1_000;

  private final Parking parking;

  public ParkedEndpoint(Parking parking) {
    this.parking = parking;
  }

  @ReadOperation
  Map<String, Object> list() {
    return Map.of("items", parking.list(MOST));
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> all(@Selector String verb) {
    return verb.equals("retry")
        ? answer(200, "retried", parking.all().stream().mapToInt(ParkedEvents::retryAll).sum())
        : answer(404, "error", "All can be retried; one can be retried or given up.");
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> one(@Selector String id, @Selector String verb) {
    try {
      return switch (verb) {
        case "retry" ->
            done(id, parking.all().stream().anyMatch(some -> some.retry(id)), "retried");
        case "give-up" ->
            done(id, parking.all().stream().anyMatch(some -> some.giveUp(id)), "givenUp");
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
        : answer(404, "error", "There is no parked event " + id + ".");
  }

  private static WebEndpointResponse<Map<String, Object>> answer(
      int status, String name, Object value) {
    return new WebEndpointResponse<>(Map.of(name, value), status);
  }
}
