package homework.arch.api.user;

import java.util.UUID;

/**
 * A text that may tell of a person.
 *
 * @param field what it is; what was sealed as one thing cannot be opened as another
 */
public record TextOfUser(UUID userId, String field, String text) {

  public static final String SUBJECT = "subject";
  public static final String TEXT = "text";

  /** The subject of a direct mail. */
  public static TextOfUser subject(UUID userId, String subject) {
    return new TextOfUser(userId, SUBJECT, subject);
  }

  /** The text of a direct mail. */
  public static TextOfUser text(UUID userId, String text) {
    return new TextOfUser(userId, TEXT, text);
  }

  /** Without the text. */
  @Override
  public String toString() {
    return "TextOfUser[" + userId + ", " + field + "]";
  }
}
