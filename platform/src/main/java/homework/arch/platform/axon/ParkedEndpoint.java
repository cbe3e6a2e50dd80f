package homework.arch.platform.axon;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The operator's view of work that could not be done: {@code GET /actuator/parked} lists it, {@code
 * POST /actuator/parked/{id}/retry} tries a piece of it again, {@code POST
 * /actuator/parked/{id}/give-up} leaves it out, and {@code POST /actuator/parked/retry} tries all
 * that is parked.
 */
@Endpoint(id = "parked")
final class ParkedEndpoint {

  private static final int MOST = 1_000;

  private final List<WaitingWork> work;

  ParkedEndpoint(List<WaitingWork> work) {
    this.work = work;
  }

  @ReadOperation
  Map<String, Object> list() {
    return Map.of(
        "items",
        work.stream()
            .flatMap(some -> some.list(MOST).stream())
            .sorted(Comparator.comparing(WaitingWork.Item::since))
            .limit(MOST)
            .toList());
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> all(@Selector String verb) {
    return verb.equals("retry")
        ? answer(200, "retried", work.stream().mapToInt(WaitingWork::retryAll).sum())
        : answer(404, "error", "All of it can be retried; one piece retried or given up.");
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> one(@Selector String id, @Selector String verb) {
    try {
      return switch (verb) {
        case "retry" -> done(id, work.stream().anyMatch(some -> some.retry(id)), "retried");
        case "give-up" -> done(id, work.stream().anyMatch(some -> some.giveUp(id)), "givenUp");
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
        : answer(404, "error", "There is no waiting work " + id + ".");
  }

  private static WebEndpointResponse<Map<String, Object>> answer(
      int status, String name, Object value) {
    return new WebEndpointResponse<>(Map.of(name, value), status);
  }
}
