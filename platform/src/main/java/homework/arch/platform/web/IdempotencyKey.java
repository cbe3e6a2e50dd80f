package homework.arch.platform.web;

import homework.arch.api.DerivedId;
import homework.arch.platform.eventstore.TimeOrderedIds;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} of a POST, valid for the path it was sent to.
 *
 * @param scope the path
 * @param value the header's value; null where the caller sent none
 */
public record IdempotencyKey(String scope, @Nullable String value) {

  public static final String HEADER = "Idempotency-Key";

  /** The id of what the request makes: the same whenever the request is repeated. */
  UUID derivedId() {
    return value == null ? TimeOrderedIds.next() : DerivedId.of(scope, value);
  }
}
