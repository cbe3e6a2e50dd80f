package homework.arch.api.user;

import java.util.UUID;

/**
 * A text that may tell of a person.
 *
 * @param field what it is; what was sealed as one thing cannot be opened as another
 */
public record TextOfUser(UUID userId, String field, String text) {

  /** Without the text. */
  @Override
  public String toString() {
    return "TextOfUser[" + userId + ", " + field + "]";
  }
}
