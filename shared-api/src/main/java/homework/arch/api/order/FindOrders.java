package homework.arch.api.order;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param userId whose orders; everybody's if null
 * @param from if it is given, everybody's orders with this id or a greater one are asked for, in
 *     the order of their ids; {@code page} does not count then
 */
public record FindOrders(@Nullable UUID userId, int page, int size, @Nullable UUID from)
    implements Query<OrderPage> {

  public static FindOrders from(UUID id, int size) {
    return new FindOrders(null, 0, size, id);
  }
}
