package homework.arch.api.order;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param userId whose orders; everybody's if null
 */
public record FindOrders(@Nullable UUID userId, int page, int size) implements Query<OrderPage> {}
