package homework.arch.api.billing;

import homework.arch.api.Query;
import java.util.UUID;

/**
 * @param userId the operations on whose account
 */
public record FindOperations(UUID userId, int page, int size) implements Query<OperationPage> {}
