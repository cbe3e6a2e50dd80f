package homework.arch.platform.axon;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that one event processor could not handle: its dead-letter queue, in the service's
 * schema. Each is tried again by itself for a while, and then parked. Events of the same aggregate
 * wait behind it.
 */
final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /** How many may wait; a processor that has more stands still, which its lag shows. */
  private static final int MOST = 10_000;

  private static final int ROUND = 100;

  private static final String FAILURES = "failures";
  private static final String NEXT_ATTEMPT = "nextAttemptAt";

  private final String processor;
  private final EventHandlerInvoker handlers;
  private final TransactionManager transactions;
  private final Retries retries;
  private final Clock clock;
  private final SequencedDeadLetterQueue<EventMessage<?>> queue;

  DeadLetters(String schema, String processor, EventHandlerInvoker handlers, Configuration axon) {
    this.processor = processor;
    this.handlers = handlers;
    this.transactions = axon.getComponent(TransactionManager.class);
    this.retries = axon.getComponent(Retries.class);
    this.clock = axon.getComponent(Clock.class);
    this.queue =
        JdbcSequencedDeadLetterQueue.builder()
            .processingGroup(processor)
            .schema(schema(schema))
            .connectionProvider(axon.getComponent(ConnectionProvider.class))
            .transactionManager(transactions)
            .genericSerializer(axon.serializer())
            .eventSerializer(axon.eventSerializer())
            .maxSequences(MOST)
            .maxSequenceSize(MOST)
            .build();
  }

  private static DeadLetterSchema schema(String schema) {
    return DeadLetterSchema.builder()
        .deadLetterTable(schema + ".dead_letter")
        .deadLetterIdentifierColumn("dead_letter_id")
        .processingGroupColumn("processing_group")
        .sequenceIdentifierColumn("sequence_identifier")
        .sequenceIndexColumn("sequence_index")
        .messageTypeColumn("message_type")
        .eventIdentifierColumn("event_identifier")
        .timestampColumn("time_stamp")
        .payloadTypeColumn("payload_type")
        .payloadRevisionColumn("payload_revision")
        .payloadColumn("payload")
        .metaDataColumn("meta_data")
        .aggregateTypeColumn("type")
        .aggregateIdentifierColumn("aggregate_identifier")
        .sequenceNumberColumn("sequence_number")
        .tokenTypeColumn("token_type")
        .tokenColumn("token")
        .enqueuedAtColumn("enqueued_at")
        .lastTouchedColumn("last_touched")
        .processingStartedColumn("processing_started")
        .causeTypeColumn("cause_type")
        .causeMessageColumn("cause_message")
        .diagnosticsColumn("diagnostics")
        .build();
  }

  boolean isEmpty() {
    return queue.amountOfSequences() == 0;
  }

  /** Lets an event wait if another of its sequence does. Tells whether it waits. */
  boolean addBehind(Object sequence, EventMessage<?> event) {
    return queue.enqueueIfPresent(sequence, () -> new GenericDeadLetter<>(sequence, event));
  }

  void add(Object sequence, EventMessage<?> event, Exception cause) {
    log.warn(
        "{} cannot handle {} and will try again: {}",
        processor,
        name(event),
        UnansweredCommands.describe(cause));
    queue.enqueue(
        sequence,
        new GenericDeadLetter<EventMessage<?>>(sequence, event, cause)
            .withDiagnostics(afterFailure(1, cause)));
  }

  void clear() {
    queue.clear();
  }

  /** Tries those that are due. */
  void retryDue() {
    Instant now = clock.instant();
    for (int i = 0; i < ROUND && !isEmpty(); i++) {
      if (!retry(letter -> isDue(letter, now))) {
        return;
      }
    }
  }

  private static boolean isDue(DeadLetter<?> letter, Instant now) {
    return nextAttempt(letter).filter(next -> !next.isAfter(now)).isPresent();
  }

  /** Tries the first that matches, and those behind it. Tells whether all went well. */
  private boolean retry(Predicate<DeadLetter<? extends EventMessage<?>>> which) {
    return queue.process(which, this::handle);
  }

  private EnqueueDecision<EventMessage<?>> handle(DeadLetter<? extends EventMessage<?>> letter) {
    UnitOfWork<EventMessage<?>> work = DefaultUnitOfWork.startAndGet(letter.message());
    work.attachTransaction(transactions);
    ResultMessage<?> result =
        work.executeWithResult(
            () -> {
              handlers.handle(letter.message(), Segment.ROOT_SEGMENT);
              return null;
            });
    if (!result.isExceptional()) {
      return Decisions.evict();
    }
    Throwable cause = result.exceptionResult();
    return Decisions.requeue(cause, again -> afterFailure(failures(again) + 1, cause));
  }

  private MetaData afterFailure(int failures, Throwable cause) {
    MetaData diagnostics = MetaData.with(FAILURES, failures);
    if (retries.isOver(failures, cause)) {
      log.error(
          "An event of {} is parked after {} attempts, see /actuator/parked: {}",
          processor,
          failures,
          UnansweredCommands.describe(cause));
      return diagnostics;
    }
    return diagnostics.and(
        NEXT_ATTEMPT, clock.instant().plus(retries.pauseAfter(failures)).toString());
  }

  /** All that wait, with those behind another of their sequence. */
  List<JdbcDeadLetter<?>> all() {
    List<JdbcDeadLetter<?>> all = new ArrayList<>();
    queue
        .deadLetters()
        .forEach(sequence -> sequence.forEach(letter -> all.add((JdbcDeadLetter<?>) letter)));
    return all;
  }

  /** Leaves one out, with what waits behind it to be tried at once. */
  void evict(JdbcDeadLetter<?> letter) {
    queue.evict(cast(letter));
    retrySequenceOf(letter);
  }

  /** Tries it, and those of its sequence. */
  void retrySequenceOf(JdbcDeadLetter<?> letter) {
    retry(
        other ->
            ((JdbcDeadLetter<?>) other)
                .getSequenceIdentifier()
                .equals(letter.getSequenceIdentifier()));
  }

  @SuppressWarnings("unchecked") // the queue holds nothing else
  private static DeadLetter<? extends EventMessage<?>> cast(JdbcDeadLetter<?> letter) {
    return (DeadLetter<? extends EventMessage<?>>) letter;
  }

  String processor() {
    return processor;
  }

  static String name(EventMessage<?> event) {
    return event.getPayloadType().getSimpleName();
  }

  static int failures(DeadLetter<?> letter) {
    return letter.diagnostics().get(FAILURES) instanceof Number number ? number.intValue() : 0;
  }

  static Optional<Instant> nextAttempt(DeadLetter<?> letter) {
    return Optional.ofNullable(letter.diagnostics().get(NEXT_ATTEMPT))
        .map(next -> Instant.parse(next.toString()));
  }
}
