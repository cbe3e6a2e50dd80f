package homework.arch.billing.domain;

import homework.arch.api.billing.OperationRecorded;
import java.util.Optional;
import java.util.UUID;

/**
 * What was decided about each operation, for ever. An account that remembered it by itself would
 * grow with every order; one that forgot could be debited twice.
 */
public interface Operations {

  /** What was decided about it. */
  Optional<OperationRecorded> find(UUID operationId);

  /**
   * The same for an operation that is likely new: a first try finds nothing. Whoever finds nothing
   * must {@link #record}; if there was something, that fails, and the next try finds it.
   */
  Optional<OperationRecorded> findIfRepeated(UUID operationId);

  /** Records a new operation as part of the current command, which fails if it is known already. */
  void record(OperationRecorded operation);

  /**
   * Fails the current command as one does for which another was quicker: the account is read anew,
   * and the command decided on that.
   */
  void decideAnew(String reason);
}
