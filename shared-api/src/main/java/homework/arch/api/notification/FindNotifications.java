package homework.arch.api.notification;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param userId whose mail; everybody's if null
 * @param orderId the mail about which order; about anything if null
 */
public record FindNotifications(@Nullable UUID userId, @Nullable UUID orderId, int page, int size)
    implements Query<NotificationPage> {}
