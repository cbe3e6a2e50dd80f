package homework.arch.platform.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import homework.arch.api.DerivedId;
import homework.arch.platform.eventstore.TimeOrderedIds;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * The {@code Idempotency-Key} of a POST, valid for the path it was sent to and for its caller: the
 * same key of another never meets it.
 *
 * @param caller who calls; null where everybody may
 * @param value the header's value; null where the caller sent none
 */
public record IdempotencyKey(String path, @Nullable String caller, @Nullable String value) {

  public static final String HEADER = "Idempotency-Key";

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /** Within which it is looked for. A path has no blanks. */
  String scope() {
    return caller == null ? path : path + " " + caller;
  }

  /** The same, but for a value that tells nothing. No more ids are derived from it. */
  IdempotencyKey hashed(UnaryOperator<byte[]> hash) {
    byte[] bytes = hash.apply(requireNonNull(value).getBytes(US_ASCII));
    return new IdempotencyKey(path, caller, HexFormat.of().formatHex(bytes));
  }

  /** The id of what the request makes: the same whenever the request is repeated. */
  public UUID derivedId() {
    return value == null ? TimeOrderedIds.next() : DerivedId.of(scope(), value);
  }

  /** The key of a request, for its controller. */
  static IdempotencyKey of(NativeWebRequest request) {
    String[] values = request.getHeaderValues(HEADER);
    if (values != null && (values.length != 1 || !VISIBLE_ASCII.matcher(values[0]).matches())) {
      throw new Problems.ProblemException(
          Problems.invalid(HEADER, "must be one value of 1 to 255 visible ASCII characters"));
    }
    String path = ((HttpServletRequest) request.getNativeRequest()).getRequestURI();
    Principal caller = request.getUserPrincipal();
    return new IdempotencyKey(
        path.toLowerCase(Locale.ROOT),
        caller == null ? null : caller.getName(),
        values == null ? null : values[0]);
  }
}
