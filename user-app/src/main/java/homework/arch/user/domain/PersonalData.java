package homework.arch.user.domain;

import java.util.Optional;
import java.util.UUID;

/** What events tell of a person, which is sealed. */
public interface PersonalData {

  String NAME = "name";
  String EMAIL = "email";

  /**
   * What was sealed. Nothing if the user's key is destroyed, or is another one.
   *
   * @param field what of the user it is
   * @param text sealed; text of an earlier version, in clear, is given as it is
   */
  Optional<String> open(UUID userId, String field, String text);

  /** Whether two texts are the same once they are opened. */
  default boolean isSame(UUID userId, String field, String one, String other) {
    Optional<String> opened = open(userId, field, one);
    return opened.isPresent() && opened.equals(open(userId, field, other));
  }
}
