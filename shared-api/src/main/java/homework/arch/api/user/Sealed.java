package homework.arch.api.user;

import org.jspecify.annotations.Nullable;

/**
 * How a text that tells of a person stands in events and tables: sealed by the user's key, as a
 * text that begins with {@link #MARK}. Where it does not, an earlier version has stored it in
 * clear.
 */
public final class Sealed {

  public static final String MARK = "sealed:";

  private Sealed() {}

  /** Whether it tells nothing without the user's key. */
  public static boolean is(@Nullable String text) {
    return text != null && text.startsWith(MARK);
  }
}
