package homework.arch.platform.deadletters;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Cause;
import homework.arch.platform.axon.MessageLog;
import homework.arch.platform.axon.Retries;
import homework.arch.platform.eventstore.StoredEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The dead letters of one service, in its own schema: the events that its event processors could
 * not handle. Each is tried again by itself, after pauses that double, and then parked until an
 * operator decides. For a projection the later events of the same aggregate wait behind it.
 *
 * <p>Only events are kept. A saga has no memory: handling its event again gives the same commands.
 */
public final class DeadLetterTable {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterTable.class);

  /** How many a processor may have; one that has more stands still, which its lag shows. */
  private static final int MOST = 10_000;

  /** How long the retries of one service may go on before those of the others have their turn. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** How long it is believed that there are none, as other processes may add some. */
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String BEHIND = "It waits behind another event of its aggregate.";
  private static final String UNKNOWN =
      "This version does not know the type; one that does will handle it.";

  /** What the version before kept beside events. */
  private static final String COMMAND = "command";

  /** Whether it is tried again by itself. */
  public enum State {
    RETRYING,
    PARKED
  }

  /**
   * One of them, as an operator sees it.
   *
   * @param of the event processor
   * @param what the class of the event
   * @param content the event as JSON
   * @param failures how often it has failed; 0 if it waits behind another of its aggregate
   * @param cause the last failure
   * @param nextAttemptAt none if it is parked
   */
  public record Item(
      String id,
      String service,
      String of,
      String what,
      String content,
      State state,
      int failures,
      String cause,
      Instant since,
      @Nullable Instant nextAttemptAt) {}

  /** How many of an event processor are in a state. */
  public record Count(String of, State state, long count) {}

  private record DeadLetter(Item item, TrackedEventData<byte[]> event, boolean isCommand) {}

  private final String schema;
  private final JdbcClient jdbc;
  private final Configuration axon;
  private final Retries retries;
  private final MeterRegistry meters;
  private final Map<String, DeadLetteringInvoker> processors = new ConcurrentHashMap<>();
  private final Map<String, Long> emptyUntil = new ConcurrentHashMap<>();

  /**
   * @param schema the service's schema, with a table {@code dead_letter}
   */
  DeadLetterTable(String schema, ProcessorDatabase database, Configuration axon) {
    this.schema = schema;
    this.jdbc = database.client();
    this.axon = axon;
    this.retries = axon.getComponent(Retries.class);
    this.meters = axon.getComponent(MeterRegistry.class);
  }

  void register(String processor, DeadLetteringInvoker invoker) {
    processors.put(processor, invoker);
    retried(processor, "success");
    retried(processor, "failure");
  }

  private Counter retried(String processor, String outcome) {
    return Counter.builder("arch.retries")
        .description("Events that were tried again")
        .tags("service", schema, "of", processor, "outcome", outcome)
        .register(meters);
  }

  // ---- in the transaction of an event processor

  /** Whether an earlier event of the sequence is here. */
  boolean isBlocked(String processor, String sequence) {
    Long until = emptyUntil.get(processor);
    if (until != null && System.nanoTime() - until < 0) {
      return false;
    }
    return sql("""
            select exists (select from %1$s where processing_group = :processor),
              exists (select from %1$s
                where processing_group = :processor and sequence_identifier = :sequence)""")
        .param("processor", processor)
        .param("sequence", sequence)
        .query(
            (row, number) -> {
              if (!row.getBoolean(1)) {
                emptyUntil.put(processor, System.nanoTime() + BELIEVED_NANOS);
              }
              return row.getBoolean(2);
            })
        .single();
  }

  /** Another process may have worked on it meanwhile. */
  void forgetWhatIsKnown(String processor) {
    emptyUntil.remove(processor);
  }

  /** Lets an event wait behind an earlier one of its sequence. */
  void addBehind(String processor, String sequence, EventMessage<?> event) {
    insert(processor, sequence, event, 0, BEHIND, Duration.ZERO);
  }

  void add(String processor, String sequence, EventMessage<?> event, Throwable failure) {
    String name = event.getPayloadType().getSimpleName();
    String cause = Cause.of(failure);
    log.warn("{} cannot handle {} and will try again: {}", processor, name, cause);
    insert(processor, sequence, event, 1, cause, retries.pauseAfter(1));
  }

  /** Keeps an event of a type that only a later version knows, until that one takes it up. */
  void addUnknown(String processor, String sequence, EventMessage<?> event) {
    insert(processor, sequence, event, 1, UNKNOWN, retries.longestPause());
  }

  private void insert(
      String processor,
      String sequence,
      EventMessage<?> message,
      int failures,
      String cause,
      Duration pause) {
    emptyUntil.remove(processor);
    long kept =
        sql("select count(*) from %s where processing_group = ?")
            .param(processor)
            .query(Long.class)
            .single();
    if (kept >= MOST) {
      throw new IllegalStateException("%s has %d dead letters".formatted(processor, kept));
    }
    DomainEventMessage<?> event = (DomainEventMessage<?>) message;
    SerializedObject<byte[]> payload = event.serializePayload(axon.eventSerializer(), byte[].class);
    SerializedObject<byte[]> token =
        axon.serializer()
            .serialize(((TrackedEventMessage<?>) message).trackingToken(), byte[].class);
    sql("""
        insert into %1$s (dead_letter_id, processing_group, sequence_identifier, sequence_index,
          message_type, event_identifier, time_stamp, payload_type, payload_revision, payload,
          meta_data, type, aggregate_identifier, sequence_number, token_type, token, enqueued_at,
          last_touched, cause_message, failures, next_attempt_at)
        select :id, :processor, :sequence,
          (select coalesce(max(sequence_index) + 1, 0) from %1$s
           where processing_group = :processor and sequence_identifier = :sequence),
          'event', :eventId, :time, :type, :revision, :payload, :metaData, :aggregateType,
          :aggregate, :number, :tokenType, :token, :now, :now, :cause, :failures,
          now() + :pause * interval '1 millisecond'
        where not exists (select from %1$s
          where processing_group = :processor and event_identifier = :eventId)""")
        .param("id", UUID.randomUUID().toString())
        .param("processor", processor)
        .param("sequence", sequence)
        .param("eventId", event.getIdentifier())
        .param("time", DateTimeUtils.formatInstant(event.getTimestamp()))
        .param("type", payload.getType().getName())
        .param("revision", payload.getType().getRevision())
        .param("payload", payload.getData())
        .param("metaData", event.serializeMetaData(axon.eventSerializer(), byte[].class).getData())
        .param("aggregateType", event.getType())
        .param("aggregate", event.getAggregateIdentifier())
        .param("number", event.getSequenceNumber())
        .param("tokenType", token.getType().getName())
        .param("token", token.getData())
        .param("now", DateTimeUtils.formatInstant(Instant.now()))
        .param("cause", cause)
        .param("failures", failures)
        .param("pause", pause.toMillis())
        .update();
  }

  void clear(String processor) {
    sql("delete from %s where processing_group = ?").param(processor).update();
  }

  // ---- by itself, later

  /**
   * Tries those that are due, in this process or another.
   *
   * @param patience for all that hang
   */
  void retryDue(Patience patience) {
    long end = System.nanoTime() + ROUND.toNanos();
    patience.beginBatch();
    Optional<DeadLetter> due = firstDue();
    while (due.isPresent() && System.nanoTime() - end < 0) {
      retry(due.get(), patience);
      due = firstDue();
    }
  }

  /** Of those that are the first of their sequence. */
  private Optional<DeadLetter> firstDue() {
    return sql("""
        select * from %1$s letter
        where processing_group in (:processors) and next_attempt_at <= now() and not exists (
          select from %1$s earlier
          where earlier.processing_group = letter.processing_group
            and earlier.sequence_identifier = letter.sequence_identifier
            and earlier.sequence_index < letter.sequence_index)
        order by next_attempt_at limit 1""")
        .param("processors", List.copyOf(processors.keySet()))
        .query(this::letter)
        .optional();
  }

  private void retry(DeadLetter letter, Patience patience) {
    TrackedEventMessage<?> event;
    try {
      event = event(letter).orElse(null);
    } catch (RuntimeException e) {
      failedAgain(letter.item(), e); // one that cannot be read is not in the way of the others
      return;
    }
    if (event == null) {
      failedAgain(letter.item(), null);
      return;
    }
    UnitOfWork<EventMessage<?>> work = DefaultUnitOfWork.startAndGet(event);
    work.attachTransaction(axon.getComponent(TransactionManager.class));
    axon.correlationDataProviders().forEach(work::registerCorrelationDataProvider);
    ResultMessage<?> result =
        work.executeWithResult(
            () -> {
              // Of several processes one handles it; the others find it gone.
              if (take(letter)) {
                work.afterCommit(done -> retried(letter.item().of(), "success").increment());
                patience.run(() -> handleAgain(letter, work));
              }
              return null;
            });
    if (result.isExceptional()) {
      failedAgain(letter.item(), result.exceptionResult());
    }
  }

  private void handleAgain(DeadLetter letter, UnitOfWork<EventMessage<?>> work) throws Exception {
    EventMessage<?> event = work.getMessage();
    if (letter.isCommand()) {
      send(event.getPayload(), event.getMetaData());
      return;
    }
    DeadLetteringInvoker processor = Objects.requireNonNull(processors.get(letter.item().of()));
    axon.getComponent(MessageLog.class)
        .handle(
            work,
            () -> {
              processor.handleAgain(event);
              return null;
            });
  }

  private boolean take(DeadLetter letter) {
    return sql("delete from %s where dead_letter_id = ?").param(letter.item().id()).update() > 0;
  }

  /**
   * @param failure none if it could not be tried
   */
  private void failedAgain(Item item, @Nullable Throwable failure) {
    int failures = item.failures() + 1;
    boolean parked = failure != null && retries.isOver(failures, failure);
    retried(item.of(), "failure").increment();
    String cause = failure == null ? item.cause() : Cause.of(failure);
    Duration pause = failure == null ? retries.longestPause() : retries.pauseAfter(failures);
    if (parked) {
      log.error(
          "{} of {} is parked after {} attempts, see /actuator/deadletters: {}",
          item.what(),
          item.of(),
          failures,
          cause);
    }
    sql("""
        update %s set failures = ?, cause_message = ?, last_touched = ?,
          next_attempt_at = case when ? then null else now() + ? * interval '1 millisecond' end
        where dead_letter_id = ?""")
        .params(
            failures,
            cause,
            DateTimeUtils.formatInstant(Instant.now()),
            parked,
            pause.toMillis(),
            item.id())
        .update();
  }

  // ---- for operators

  /** The oldest first. */
  List<Item> list(int limit) {
    return sql("select * from %s order by enqueued_at limit ?")
        .param(limit)
        .query((row, number) -> letter(row, number).item())
        .list();
  }

  List<Count> counts() {
    return sql("""
        select processing_group, next_attempt_at is null, count(*) from %s
        where processing_group in (:processors) group by 1, 2""")
        .param("processors", List.copyOf(processors.keySet()))
        .query(
            (row, number) ->
                new Count(
                    row.getString(1),
                    row.getBoolean(2) ? State.PARKED : State.RETRYING,
                    row.getLong(3)))
        .list();
  }

  /** Tries one again at once, and as often as at first. Tells whether there is such a one. */
  boolean retry(String id) {
    return sql("""
            update %1$s letter set failures = 0, next_attempt_at = now()
            from %1$s named
            where named.dead_letter_id = ?
              and letter.processing_group = named.processing_group
              and letter.sequence_identifier = named.sequence_identifier""")
            .param(id)
            .update()
        > 0;
  }

  /** Tries all parked ones again. Tells how many there are. */
  int retryAll() {
    return sql("update %s set failures = 0, next_attempt_at = now() where next_attempt_at is null")
        .update();
  }

  /**
   * Leaves one out and does what is done instead. Tells whether there is such a one.
   *
   * @throws Compensation.CannotBeGivenUpException if that cannot be done
   */
  boolean giveUp(String id) {
    Optional<DeadLetter> found =
        sql("select * from %s where dead_letter_id = ?").param(id).query(this::letter).optional();
    found.ifPresent(
        letter -> {
          if (letter.isCommand()) {
            throw new Compensation.CannotBeGivenUpException("A command can only be tried again.");
          }
          event(letter).ifPresent(event -> compensate(letter, event));
          take(letter);
          log.warn(
              "{} of {} was given up by an operator", letter.item().what(), letter.item().of());
        });
    return found.isPresent();
  }

  private void compensate(DeadLetter letter, EventMessage<?> event) {
    DeadLetteringInvoker processor = processors.get(letter.item().of());
    if (processor == null) {
      return; // a processor that there is no more
    }
    for (Object instead : processor.compensation().insteadOf(event.getPayload())) {
      try {
        send(instead, event.getMetaData());
      } catch (RuntimeException e) {
        throw new Compensation.CannotBeGivenUpException(
            "What is done instead cannot be done now: " + Cause.of(e));
      }
    }
  }

  /** It keeps its trace. */
  private void send(Object command, Map<String, ?> metaData) {
    axon.getComponent(CommandGateway.class)
        .send(new GenericCommandMessage<>(command, metaData))
        .join();
  }

  // ---- rows

  /** Nothing if this version does not know its type. */
  private Optional<TrackedEventMessage<?>> event(DeadLetter letter) {
    return EventUtils.upcastAndDeserializeTrackedEvents(
            Stream.of(letter.event()), axon.eventSerializer(), axon.upcasterChain())
        .findFirst()
        .filter(event -> event.getPayloadType() != UnknownSerializedType.class);
  }

  private DeadLetter letter(ResultSet row, int number) throws SQLException {
    String type = row.getString("payload_type");
    OffsetDateTime next = row.getObject("next_attempt_at", OffsetDateTime.class);
    Item item =
        new Item(
            row.getString("dead_letter_id"),
            schema,
            row.getString("processing_group"),
            type.substring(type.lastIndexOf('.') + 1),
            new String(row.getBytes("payload"), StandardCharsets.UTF_8),
            next == null ? State.PARKED : State.RETRYING,
            row.getInt("failures"),
            Objects.requireNonNullElse(row.getString("cause_message"), BEHIND),
            Instant.parse(row.getString("enqueued_at")),
            next == null ? null : next.toInstant());
    return new DeadLetter(
        item,
        new TrackedDomainEventData<>(token(row), StoredEvent.of(row)),
        row.getString("message_type").equals(COMMAND));
  }

  /** A command has none, and needs none, but Axon makes no message without one. */
  private TrackingToken token(ResultSet row) throws SQLException {
    byte[] token = row.getBytes("token");
    String type = row.getString("token_type");
    return token == null || type == null
        ? new GlobalSequenceTrackingToken(0)
        : axon.serializer()
            .deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
  }

  private JdbcClient.StatementSpec sql(String statement) {
    return jdbc.sql(statement.formatted(schema + ".dead_letter"));
  }
}
