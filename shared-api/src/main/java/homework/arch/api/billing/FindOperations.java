package homework.arch.api.billing;

import homework.arch.api.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param userId the operations on whose account; on everybody's if null
 */
public record FindOperations(@Nullable UUID userId, int page, int size)
    implements Query<OperationPage> {}
