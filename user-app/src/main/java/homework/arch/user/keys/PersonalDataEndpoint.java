package homework.arch.user.keys;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;

/**
 * The operator's view of the keys of the users: {@code GET /actuator/personaldata} tells by which
 * key-encryption keys they are wrapped, {@code POST /actuator/personaldata/rewrap} wraps all by the
 * first one, and {@code GET /actuator/personaldata/forget-clear-text} counts what earlier versions
 * have stored without them.
 */
@Component
@Endpoint(id = "personaldata")
class PersonalDataEndpoint {

  private final KeyEncryptionKeys keks;
  private final Rewrapping rewrapping;
  private final ClearText clearText;
  private final ReentrantLock counting = new ReentrantLock();

  PersonalDataEndpoint(KeyEncryptionKeys keks, Rewrapping rewrapping, ClearText clearText) {
    this.keks = keks;
    this.rewrapping = rewrapping;
    this.clearText = clearText;
  }

  record Keys(String kek, Map<String, Long> keysByKek) {}

  @ReadOperation
  Keys keys() {
    return new Keys(keks.first(), rewrapping.byKek());
  }

  record Counted(ClearText.Count inClear, String whatCanBeDone) {}

  /** One at a time, as it reads all events. */
  @ReadOperation
  WebEndpointResponse<Object> count(@Selector String verb) throws InterruptedException {
    if (!verb.equals("forget-clear-text")) {
      return refusal(404, "The verb is forget-clear-text.");
    }
    if (!counting.tryLock()) {
      return refusal(409, "They are being counted already.");
    }
    try {
      ClearText.Count found = clearText.count();
      return new WebEndpointResponse<>(new Counted(found, whatCanBeDone(found)));
    } finally {
      counting.unlock();
    }
  }

  private static String whatCanBeDone(ClearText.Count found) {
    if (found.usersRegistered() + found.mailsSent() + found.userRows() == 0) {
      return "Nothing is to be done.";
    }
    return (found.userRows() > 0
            ? "A replay of user-projection, by user-app, seals what its table holds. "
            : "")
        + (found.mailsSent() > 0
            ? "A replay of notification-projection, by notification-app, seals what its table holds, unless there was one since the upgrade. "
            : "")
        + "Events are never changed: who can read the event store or a backup of it can read these."
        + " See docs/operations/personal-data.md.";
  }

  record Rewrapped(long rewrapped, String kek, Map<String, Long> keysByKek) {}

  @WriteOperation
  WebEndpointResponse<Object> rewrap(@Selector String verb) {
    if (!verb.equals("rewrap")) {
      return refusal(404, "The verb is rewrap.");
    }
    return new WebEndpointResponse<>(
        new Rewrapped(rewrapping.rewrap(), keks.first(), rewrapping.byKek()));
  }

  private static WebEndpointResponse<Object> refusal(int status, String error) {
    return new WebEndpointResponse<>(Map.of("error", error), status);
  }
}
