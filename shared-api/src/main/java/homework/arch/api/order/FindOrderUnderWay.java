package homework.arch.api.order;

import homework.arch.api.Query;
import java.util.UUID;

/**
 * An order of the user that is not decided or whose money may be on its way back, or nothing; right
 * from the moment of the placing.
 */
public record FindOrderUnderWay(UUID userId) implements Query<OrderView> {}
