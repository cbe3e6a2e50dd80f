package homework.arch.api.user;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param from if it is given, those with this id or a greater one are asked for, in the order of
 *     their ids and as they are stored, which is sealed; {@code page} does not count then
 */
public record FindUsers(int page, int size, @Nullable UUID from) implements Query<UserPage> {

  public static FindUsers from(UUID id, int size) {
    return new FindUsers(0, size, id);
  }
}
