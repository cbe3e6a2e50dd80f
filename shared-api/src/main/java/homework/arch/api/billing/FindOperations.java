package homework.arch.api.billing;

import homework.arch.api.Query;
import java.util.UUID;

public record FindOperations(UUID userId, int page, int size) implements Query<OperationPage> {}
