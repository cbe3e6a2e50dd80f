package homework.arch.billing;

import homework.arch.api.billing.OperationRecorded;
import homework.arch.billing.domain.Operations;
import homework.arch.platform.axon.UniqueStreams;
import java.util.Optional;
import java.util.UUID;

/** One stream an operation. */
record OperationStreams(UniqueStreams streams) implements Operations {

  @Override
  public Optional<OperationRecorded> find(UUID operationId) {
    return streams.find(stream(operationId), OperationRecorded.class);
  }

  @Override
  public void record(OperationRecorded operation) {
    streams.claim("Operation", stream(operation.operationId()), operation);
  }

  private static String stream(UUID operationId) {
    return "operation-" + operationId;
  }
}
