package homework.arch.billing;

import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.VoidPayment;
import homework.arch.billing.domain.Operations;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.eventstore.UniqueStreams;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** One stream an operation. All but the voiding of a payment take theirs for a new one at first. */
record OperationStreams(UniqueStreams streams) implements Operations {

  @Override
  public Optional<OperationRecorded> find(UUID operationId) {
    return InsertFirst.mustLook() || isAboutAnEarlierOne()
        ? streams.find(stream(operationId), OperationRecorded.class)
        : Optional.empty();
  }

  @Override
  public void record(OperationRecorded operation) {
    streams.claim("Operation", stream(operation.operationId()), operation);
  }

  private static boolean isAboutAnEarlierOne() {
    return CurrentUnitOfWork.get().getMessage().getPayloadType() == VoidPayment.class;
  }

  private static String stream(UUID operationId) {
    return "operation-" + operationId;
  }
}
