package homework.arch.billing.domain;

import homework.arch.api.billing.OperationRecorded;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.modelling.command.ConcurrencyException;

/** What was decided about each operation. */
final class InMemoryOperations implements Operations {

  private final Map<UUID, OperationRecorded> operations = new LinkedHashMap<>();

  @Override
  public Optional<OperationRecorded> find(UUID operationId) {
    return Optional.ofNullable(operations.get(operationId));
  }

  @Override
  public Optional<OperationRecorded> findIfRepeated(UUID operationId) {
    return find(operationId);
  }

  @Override
  public void record(OperationRecorded operation) {
    if (operations.putIfAbsent(operation.operationId(), operation) != null) {
      throw new IllegalStateException(operation.operationId() + " is recorded already");
    }
  }

  @Override
  public void decideAnew(String reason) {
    throw new ConcurrencyException(reason);
  }

  Collection<OperationRecorded> all() {
    return operations.values();
  }
}
