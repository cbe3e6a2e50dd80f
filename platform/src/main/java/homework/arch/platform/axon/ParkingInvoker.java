package homework.arch.platform.axon;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events of a batch to their handlers; one that cannot be handled goes to the dead-letter
 * queue, and the others go on.
 *
 * <p>Axon's own dead-letter queue cannot do it here: it knows no sagas, and it writes the letter in
 * the transaction that has just failed, which PostgreSQL refuses. So a batch that failed comes
 * again with a transaction for each event, and only what fails by itself is put aside.
 */
final class ParkingInvoker implements EventHandlerInvoker {

  /** Handles an event in a transaction of its own. */
  interface Apart {
    void run(Handling handling) throws Exception;
  }

  /** The handling of one event. */
  interface Handling {
    void run() throws Exception;
  }

  private final EventHandlerInvoker handlers;
  private final DeadLetters letters;
  private final TransactionManager transactions;
  private final @Nullable Apart apart;
  private final Set<Integer> failedSegments = ConcurrentHashMap.newKeySet();

  /**
   * @param apart how an event gets a transaction of its own; null for a process, whose handlers
   *     write nothing and whose events may be handled in any order
   */
  ParkingInvoker(
      EventHandlerInvoker handlers,
      DeadLetters letters,
      TransactionManager transactions,
      @Nullable Apart apart) {
    this.handlers = handlers;
    this.letters = letters;
    this.transactions = transactions;
    this.apart = apart;
  }

  @Override
  public void handle(EventMessage<?> event, Segment segment) throws Exception {
    UnitOfWork<?> batch = CurrentUnitOfWork.get().root();
    watch(batch, segment);
    AtomicBoolean lettersWait =
        batch.getOrComputeResource(
            "letters of " + letters.processor(), key -> new AtomicBoolean(!letters.isEmpty()));
    if (apart != null && lettersWait.get() && letters.addBehind(sequence(event), event)) {
      return;
    }
    if (!failedSegments.contains(segment.getSegmentId())) {
      handlers.handle(event, segment);
      return;
    }
    try {
      handleApart(event, segment);
    } catch (Exception e) {
      if (Unavailable.isCauseOf(e)) {
        throw e;
      }
      letters.add(sequence(event), event, e);
      lettersWait.set(true);
    }
  }

  private void handleApart(EventMessage<?> event, Segment segment) throws Exception {
    if (apart == null) {
      handlers.handle(event, segment);
    } else {
      apart.run(() -> handlers.handle(event, segment));
    }
  }

  private void watch(UnitOfWork<?> batch, Segment segment) {
    batch.getOrComputeResource(
        "watched " + letters.processor(),
        key -> {
          batch.onRollback(failed -> failedSegments.add(segment.getSegmentId()));
          batch.afterCommit(done -> failedSegments.remove(segment.getSegmentId()));
          return true;
        });
  }

  /** What must stay in order: the events of an aggregate for a projection, none for a process. */
  private Object sequence(EventMessage<?> event) {
    return apart != null && event instanceof DomainEventMessage<?> domainEvent
        ? domainEvent.getAggregateIdentifier()
        : event.getIdentifier();
  }

  @Override
  public boolean canHandle(EventMessage<?> event, Segment segment) {
    return handlers.canHandle(event, segment);
  }

  @Override
  public boolean canHandleType(Class<?> payloadType) {
    return handlers.canHandleType(payloadType);
  }

  @Override
  public boolean supportsReset() {
    return handlers.supportsReset();
  }

  @Override
  public <R> void performReset(@Nullable R resetContext) {
    transactions.executeInTransaction(letters::clear);
    handlers.performReset(resetContext);
  }

  @Override
  public void performReset() {
    performReset(null);
  }

  /** It is released after each failure as well, which must be remembered. */
  @Override
  public void segmentReleased(Segment segment) {
    handlers.segmentReleased(segment);
  }
}
