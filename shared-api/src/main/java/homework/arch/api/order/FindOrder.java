package homework.arch.api.order;

import homework.arch.api.Query;
import java.util.UUID;

/**
 * One order, or nothing; right from the moment it was placed. Updates follow when it is decided.
 */
public record FindOrder(UUID orderId) implements Query<OrderView> {}
