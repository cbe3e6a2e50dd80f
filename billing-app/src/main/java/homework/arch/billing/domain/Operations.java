package homework.arch.billing.domain;

import homework.arch.api.billing.OperationRecorded;
import java.util.Optional;
import java.util.UUID;

/**
 * What was decided about each operation, for ever. An account that remembered it by itself would
 * grow with every order; one that forgot could be debited twice.
 */
public interface Operations {

  Optional<OperationRecorded> find(UUID operationId);

  /** Records a new operation as part of the current command, which fails if it is known already. */
  void record(OperationRecorded operation);
}
