package homework.arch.api.order;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One order, or nothing; right from the moment it was placed. Updates follow when it is decided.
 *
 * @param userId whose order; an order of another user is nothing then. Anybody's if null
 */
public record FindOrder(UUID orderId, @Nullable UUID userId) implements Query<OrderView> {

  /** Whether an order of this user is one that is asked for. */
  public boolean isOf(UUID owner) {
    return userId == null || userId.equals(owner);
  }
}
