package homework.arch.api.user;

import java.util.List;
import java.util.UUID;

/**
 * A text that may tell of a person.
 *
 * @param field what it is; what was sealed as one thing cannot be opened as another
 */
public record TextOfUser(UUID userId, String field, String text) {

  public static final String SUBJECT = "subject";
  public static final String TEXT = "text";

  /** What a direct mail says: its subject, and its text. */
  public static List<TextOfUser> ofMail(UUID userId, String subject, String text) {
    return List.of(new TextOfUser(userId, SUBJECT, subject), new TextOfUser(userId, TEXT, text));
  }

  /** Without the text. */
  @Override
  public String toString() {
    return "TextOfUser[" + userId + ", " + field + "]";
  }
}
