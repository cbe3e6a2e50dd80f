package homework.arch.api.notification;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for mail as it is stored: without addresses, and what direct mail says is sealed.
 *
 * @param userId whose mail; everybody's if null
 * @param orderId the mail about which order; about anything if null
 * @param from if it is given, everybody's mail with this id or a greater one is asked for, in the
 *     order of their ids; {@code page} does not count then
 */
public record FindNotifications(
    @Nullable UUID userId, @Nullable UUID orderId, int page, int size, @Nullable UUID from)
    implements Query<NotificationPage> {

  public static FindNotifications from(UUID id, int size) {
    return new FindNotifications(null, null, 0, size, id);
  }
}
