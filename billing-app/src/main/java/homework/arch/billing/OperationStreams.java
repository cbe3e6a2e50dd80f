package homework.arch.billing;

import homework.arch.api.billing.OperationRecorded;
import homework.arch.billing.domain.Operations;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.eventstore.UniqueStreams;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.stereotype.Component;

/** One stream an operation. */
@Component
record OperationStreams(UniqueStreams streams) implements Operations {

  @Override
  public Optional<OperationRecorded> find(UUID operationId) {
    return streams.last(stream(operationId)).as(OperationRecorded.class);
  }

  @Override
  public Optional<OperationRecorded> findIfRepeated(UUID operationId) {
    return InsertFirst.mustLook() ? find(operationId) : Optional.empty();
  }

  @Override
  public void record(OperationRecorded operation) {
    streams.claim("Operation", stream(operation.operationId()), operation);
  }

  @Override
  public void decideAnew(String reason) {
    throw new ConcurrencyException(reason);
  }

  private static String stream(UUID operationId) {
    return "operation-" + operationId;
  }
}
