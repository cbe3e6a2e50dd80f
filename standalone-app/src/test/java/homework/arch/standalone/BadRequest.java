package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import homework.arch.standalone.ApiDocument.Operation;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request, byte for byte, and what may come of it.
 *
 * @param what what is odd about it
 * @param operation what it asks for; null where it asks for none
 * @param statuses one of these must be the answer; 0 where the connection may be closed without one
 * @param wrongField what the errors of a 400 must name; null where the document does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadRequest(
    String what,
    @Nullable Operation operation,
    byte[] bytes,
    Set<Integer> statuses,
    @Nullable String wrongField) {

  private static final int SHOWN = 1_500;

  boolean isHead() {
    return new String(bytes, ISO_8859_1).startsWith("HEAD ");
  }

  /** In a form that printf(1) turns into the request, as far as it is not too long to be shown. */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder(what).append(": ");
    for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
      int octet = bytes[i] & 0xff;
      switch (octet) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        case '\\' -> shown.append("\\\\");
        default -> {
          if (octet < ' ' || octet > '~') {
            shown.append("\\x%02x".formatted(octet));
          } else {
            shown.append((char) octet);
          }
        }
      }
    }
    return bytes.length > SHOWN
        ? shown.append("… (%d bytes)".formatted(bytes.length)).toString()
        : shown.toString();
  }

  static byte[] join(byte[] one, byte[] other) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(one);
    joined.writeBytes(other);
    return joined.toByteArray();
  }
}
