package homework.arch.platform.deadletters;

import homework.arch.platform.axon.Conflict;
import homework.arch.platform.axon.MessageJson;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Hands the events of a batch to their handlers; one that cannot be handled becomes a dead letter,
 * and the others go on. Axon's own dead-letter queue cannot do it here: it knows no sagas, it sees
 * no failure of a commit, and it writes in the transaction that has just failed.
 */
public final class DeadLetteringInvoker implements EventHandlerInvoker {

  private static final String INVOKER = DeadLetteringInvoker.class.getName();

  private static final String FIRST_FAILURE = "first failure";

  /** In a unit of work that is tried again: what is new may be there already. */
  public static final String AGAIN = "again";

  private final String processor;
  private final EventHandlerInvoker handlers;
  private final Batches batches;
  private final DeadLetterTable deadLetters;
  private final boolean ordered;
  private final Compensation compensation;
  private final Patience patience;
  private final TransactionOperations part;

  /** Whether an event of the current batch failed apart. One thread works on it. */
  private boolean foundOne;

  /**
   * @param ordered whether the events of an aggregate must stay in order; those of a process need
   *     not
   * @param patience with a step of a process that hangs
   * @param part of the transaction of a batch, undone by itself
   */
  DeadLetteringInvoker(
      String processor,
      EventHandlerInvoker handlers,
      Batches batches,
      DeadLetterTable deadLetters,
      boolean ordered,
      Compensation compensation,
      Patience patience,
      TransactionOperations part) {
    this.processor = processor;
    this.handlers = handlers;
    this.batches = batches;
    this.deadLetters = deadLetters;
    this.ordered = ordered;
    this.compensation = compensation;
    this.patience = patience;
    this.part = part;
  }

  @Override
  public void handle(EventMessage<?> event, Segment segment) throws Exception {
    begin(CurrentUnitOfWork.get().root());
    Throwable cause = batches.causeOf(event);
    if (cause != null) {
      addDeadLetter(event, cause);
    } else if (isUnknown(event.getPayloadType()) && !isOfALaterVersion(event)) {
      return; // nobody's, and nothing waits with it
    } else if (ordered && deadLetters.isBlocked(processor, sequence(event))) {
      deadLetters.addBehind(processor, sequence(event), event);
    } else if (isUnknown(event.getPayloadType())) {
      deadLetters.addUnknown(processor, sequence(event), event);
    } else if (!ordered) {
      handleStep(event);
    } else if (batches.isAgain()) {
      handleApart(event);
    } else {
      handlers.handle(event, Segment.ROOT_SEGMENT);
    }
  }

  /** Of a later version, which may have a handler for it; or of nobody. */
  private static boolean isUnknown(Class<?> payloadType) {
    return payloadType == UnknownSerializedType.class;
  }

  private static boolean isOfALaterVersion(EventMessage<?> event) {
    return event.getPayload() instanceof UnknownSerializedType unknown
        && MessageJson.isMessage(unknown.serializedType().getName());
  }

  /** A process has written nothing when a step fails, so only this event need be tried again. */
  private void handleStep(EventMessage<?> event) throws Exception {
    try {
      patience.run(() -> handlers.handle(event, Segment.ROOT_SEGMENT));
    } catch (Exception e) {
      if (Conflict.isCauseOf(e)) {
        throw e;
      }
      CurrentUnitOfWork.get().root().resources().put(FIRST_FAILURE, e);
      addDeadLetter(event, e);
    }
  }

  /**
   * An event of a projection whose batch failed before, so this one or another will fail again. It
   * writes its rows for itself, and only they are undone.
   */
  private void handleApart(EventMessage<?> event) {
    AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
    try {
      part.executeWithoutResult(
          transaction -> {
            ResultMessage<?> handled =
                DefaultUnitOfWork.startAndGet(event)
                    .executeWithResult(
                        () -> {
                          handlers.handle(event, Segment.ROOT_SEGMENT);
                          return null;
                        },
                        RollbackConfigurationType.ANY_THROWABLE);
            if (handled.isExceptional()) {
              cause.set(handled.exceptionResult());
              transaction.setRollbackOnly();
            }
          });
    } catch (TransactionException e) {
      // A connection that breaks takes its savepoint along; why it broke, the handler has heard.
      throw cause.get() == null ? e : new CompletionException(cause.get());
    }
    Throwable failure = cause.get();
    if (failure == null) {
      return;
    }
    if (batches.failsWith(failure)) {
      throw new CompletionException(failure);
    }
    foundOne = true;
    addDeadLetter(event, failure);
  }

  private void begin(UnitOfWork<?> batch) {
    if (batch.resources().putIfAbsent(INVOKER, this) != null) {
      return;
    }
    List<? extends EventMessage<?>> events = events(batch);
    patience.beginBatch();
    foundOne = false;
    if (batches.isAgain()) {
      batch.resources().put(AGAIN, true);
    }
    batch.onRollback(
        failed ->
            batches.failed(
                events.size(),
                events.get(0),
                batch.getOrDefaultResource(
                    FIRST_FAILURE, failed.getExecutionResult().getExceptionResult())));
    batch.afterCommit(done -> batches.succeeded(foundOne));
  }

  @SuppressWarnings("unchecked") // an event processor works on events
  private static List<? extends EventMessage<?>> events(UnitOfWork<?> batch) {
    return batch instanceof BatchingUnitOfWork<?> many
        ? ((BatchingUnitOfWork<EventMessage<?>>) many).getMessages()
        : List.of((EventMessage<?>) batch.getMessage());
  }

  /** Handles a dead letter in a unit of work of its own. */
  void handleAgain(EventMessage<?> event) throws Exception {
    CurrentUnitOfWork.get().resources().put(AGAIN, true);
    handlers.handle(event, Segment.ROOT_SEGMENT);
  }

  /**
   * Makes a dead letter of an event that the current unit of work handles, as part of it. Tells
   * whether it can: not if it is one already and is tried again.
   */
  public static boolean addDeadLetter(UnitOfWork<?> work, EventMessage<?> event, Throwable cause) {
    DeadLetteringInvoker invoker = work.root().getResource(INVOKER);
    if (invoker != null) {
      invoker.addDeadLetter(event, cause);
    }
    return invoker != null;
  }

  private void addDeadLetter(EventMessage<?> event, Throwable cause) {
    deadLetters.add(processor, sequence(event), event, cause);
  }

  Compensation compensation() {
    return compensation;
  }

  private String sequence(EventMessage<?> event) {
    return ordered && event instanceof DomainEventMessage<?> domainEvent
        ? domainEvent.getAggregateIdentifier()
        : event.getIdentifier();
  }

  @Override
  public boolean canHandle(EventMessage<?> event, Segment segment) {
    return isUnknown(event.getPayloadType()) || handlers.canHandle(event, Segment.ROOT_SEGMENT);
  }

  @Override
  public boolean canHandleType(Class<?> payloadType) {
    return isUnknown(payloadType) || handlers.canHandleType(payloadType);
  }

  @Override
  public boolean supportsReset() {
    return handlers.supportsReset();
  }

  @Override
  public <R> void performReset(@Nullable R resetContext) {
    deadLetters.clear(processor);
    handlers.performReset(resetContext);
  }

  @Override
  public void performReset() {
    performReset(null);
  }

  /** It is released after each failure as well. */
  @Override
  public void segmentReleased(Segment segment) {
    deadLetters.forgetWhatIsKnown(processor);
  }
}
