package homework.arch.platform.parked;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Cause;
import homework.arch.platform.axon.Retries;
import homework.arch.platform.eventstore.StoredEvent;
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
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events that the event processors of one service could not handle: its dead letters, in its
 * own schema. Each is tried again by itself, after pauses that double, and then parked until an
 * operator decides. For a projection the later events of the same aggregate wait behind it.
 *
 * <p>Only events are kept. A saga has no memory: handling its event again gives the same commands.
 */
public final class ParkedEvents {

  private static final Logger log = LoggerFactory.getLogger(ParkedEvents.class);

  /** How many a processor may have; one that has more stands still, which its lag shows. */
  private static final int MOST = 10_000;

  /** How long retries may keep one look going, and how many it tries at most. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  private static final int MOST_IN_A_ROUND = 1000;

  /** How long it is believed that there are none, as other processes may add some. */
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String ROW =
      StoredEvent.COLUMNS
          + """
          , dead_letter_id, processing_group, token_type, token, enqueued_at, cause_message, failures,
          next_attempt_at, message_type""";

  private static final String BEHIND = "It waits behind another event of its aggregate.";

  /** What the version before kept beside events. */
  private static final String COMMAND = "command";

  /** The first of its sequence. */
  private static final String HEAD =
      """
      not exists (
        select from %s earlier
        where earlier.processing_group = letter.processing_group
          and earlier.sequence_identifier = letter.sequence_identifier
          and earlier.sequence_index < letter.sequence_index)""";

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

  /** How many of them there are in each state, for the metrics. */
  public record Count(String service, String of, State state, long count) {}

  private record Letter(
      String id,
      String processor,
      StoredEvent event,
      TrackingToken token,
      boolean isCommand,
      int failures,
      @Nullable Instant nextAttemptAt,
      String cause,
      Instant since) {

    String name() {
      return event.name();
    }
  }

  private final String schema;
  private final String table;
  private final JdbcClient jdbc;
  private final TransactionManager transactions;
  private final Configuration axon;
  private final Retries retries;
  private final Duration patience;
  private final Map<String, ParkingInvoker> processors = new ConcurrentHashMap<>();
  private final Map<String, Long> emptyUntil = new ConcurrentHashMap<>();
  private volatile boolean mayHaveAny = true;

  /**
   * @param schema the service's schema, with a table {@code dead_letter}
   * @param patience how long a step of a process may hang
   */
  ParkedEvents(String schema, ProcessorDatabase database, Duration patience, Configuration axon) {
    this.schema = schema;
    this.table = schema + ".dead_letter";
    this.jdbc = database.client();
    this.patience = patience;
    this.axon = axon;
    this.transactions = axon.getComponent(TransactionManager.class);
    this.retries = axon.getComponent(Retries.class);
  }

  /** What the event processor is given in place of its handlers. */
  public ParkingInvoker invoker(
      String processor,
      EventHandlerInvoker handlers,
      Batches batches,
      boolean ordered,
      Compensation compensation) {
    ParkingInvoker invoker =
        new ParkingInvoker(processor, handlers, batches, this, ordered, compensation, patience);
    processors.put(processor, invoker);
    return invoker;
  }

  // ---- in the transaction of an event processor

  /** Whether there are none, by what is known since the last look. */
  boolean isEmpty(String processor) {
    Long until = emptyUntil.get(processor);
    if (until != null && System.nanoTime() - until < 0) {
      return true;
    }
    boolean empty =
        sql("select not exists (select from %s where processing_group = ?)")
            .param(processor)
            .query(Boolean.class)
            .single();
    if (empty) {
      emptyUntil.put(processor, System.nanoTime() + BELIEVED_NANOS);
    }
    return empty;
  }

  /** Another process may have worked on it meanwhile. */
  void forgetWhatIsKnown(String processor) {
    emptyUntil.remove(processor);
  }

  boolean isBlocked(String processor, String sequence) {
    return sql("""
            select exists (
              select from %s where processing_group = ? and sequence_identifier = ?)""")
        .params(processor, sequence)
        .query(Boolean.class)
        .single();
  }

  /** Lets an event wait behind an earlier one of its sequence. */
  void addBehind(String processor, String sequence, EventMessage<?> event) {
    add(processor, sequence, event, 0, BEHIND, Duration.ZERO);
  }

  void park(String processor, String sequence, EventMessage<?> event, Throwable failure) {
    String cause = Cause.of(failure);
    log.warn("{} cannot handle {} and will try again: {}", processor, name(event), cause);
    add(processor, sequence, event, 1, cause, retries.pauseAfter(1));
  }

  /** Keeps an event of a type that only a later version knows, until that one takes it up. */
  void parkUnknown(String processor, String sequence, EventMessage<?> event) {
    String cause = "This version does not know the type; one that does will handle it.";
    add(processor, sequence, event, 1, cause, retries.longestPause());
  }

  /** Whether there may be one to try again, as far as this process knows. */
  boolean mayHaveAny() {
    return mayHaveAny;
  }

  private void add(
      String processor,
      String sequence,
      EventMessage<?> message,
      int failures,
      String cause,
      Duration pause) {
    emptyUntil.remove(processor);
    mayHaveAny = true;
    DomainEventMessage<?> event = (DomainEventMessage<?>) message;
    SerializedObject<byte[]> payload = event.serializePayload(axon.eventSerializer(), byte[].class);
    SerializedObject<byte[]> token =
        message instanceof TrackedEventMessage<?> tracked
            ? axon.serializer().serialize(tracked.trackingToken(), byte[].class)
            : null;
    int added =
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
            where (select count(*) from %1$s where processing_group = :processor) < :most
              and not exists (select from %1$s
                where processing_group = :processor and event_identifier = :eventId)""")
            .param("id", UUID.randomUUID().toString())
            .param("processor", processor)
            .param("sequence", sequence)
            .param("eventId", event.getIdentifier())
            .param("time", DateTimeUtils.formatInstant(event.getTimestamp()))
            .param("type", payload.getType().getName())
            .param("revision", payload.getType().getRevision())
            .param("payload", payload.getData())
            .param(
                "metaData", event.serializeMetaData(axon.eventSerializer(), byte[].class).getData())
            .param("aggregateType", event.getType())
            .param("aggregate", event.getAggregateIdentifier())
            .param("number", event.getSequenceNumber())
            .param("tokenType", token == null ? null : token.getType().getName())
            .param("token", token == null ? null : token.getData())
            .param("now", DateTimeUtils.formatInstant(Instant.now()))
            .param("cause", cause)
            .param("failures", failures)
            .param("pause", pause.toMillis())
            .param("most", MOST)
            .update();
    if (added == 0 && count(processor) >= MOST) {
      throw new IllegalStateException("%s has %d dead letters".formatted(processor, MOST));
    }
  }

  private long count(String processor) {
    return sql("select count(*) from %s where processing_group = ?")
        .param(processor)
        .query(Long.class)
        .single();
  }

  void clear(String processor) {
    sql("delete from %s where processing_group = ?").param(processor).update();
    emptyUntil.remove(processor);
  }

  // ---- by itself, later

  /** Tries those that are due, in this process or another. */
  void retryDue() {
    long end = System.nanoTime() + ROUND.toNanos();
    processors.values().forEach(ParkingInvoker::beginRetries);
    for (int i = 0; i < MOST_IN_A_ROUND && System.nanoTime() - end < 0; i++) {
      Optional<Letter> due =
          letters("letter.next_attempt_at <= now() and " + HEAD.formatted(table))
              .param("processors", List.copyOf(processors.keySet()))
              .query(this::letter)
              .optional();
      if (due.isEmpty()) {
        mayHaveAny =
            sql("select exists (select from %s where next_attempt_at is not null)")
                .query(Boolean.class)
                .single();
        return;
      }
      retry(due.get());
    }
  }

  /** Interrupts steps that hang; called every now and then. */
  void lookAfterHangingSteps() {
    processors.values().forEach(ParkingInvoker::lookAfterHangingSteps);
  }

  private JdbcClient.StatementSpec letters(String condition) {
    return jdbc.sql(
        "select "
            + ROW
            + " from "
            + table
            + " letter where processing_group in (:processors) and "
            + condition
            + " order by next_attempt_at limit 1");
  }

  private void retry(Letter letter) {
    TrackedEventMessage<?> event;
    try {
      event = event(letter).orElse(null);
    } catch (RuntimeException e) {
      failedAgain(letter, e); // one that cannot be read is not in the way of the others
      return;
    }
    ParkingInvoker processor = Objects.requireNonNull(processors.get(letter.processor()));
    if (event == null || event.getPayloadType() == UnknownSerializedType.class) {
      failedAgain(letter, null);
      return;
    }
    UnitOfWork<EventMessage<?>> work = DefaultUnitOfWork.startAndGet(event);
    work.attachTransaction(transactions);
    axon.correlationDataProviders().forEach(work::registerCorrelationDataProvider);
    ResultMessage<?> result =
        work.executeWithResult(
            () -> {
              // Of several processes one handles it; the others find it gone.
              if (take(letter)) {
                if (letter.isCommand()) {
                  send(event);
                } else {
                  processor.handleAgain(event);
                }
              }
              return null;
            });
    if (result.isExceptional()) {
      failedAgain(letter, result.exceptionResult());
    }
  }

  private boolean take(Letter letter) {
    return sql("delete from %s where dead_letter_id = ?").param(letter.id()).update() > 0;
  }

  private void failedAgain(Letter letter, @Nullable Throwable failure) {
    int failures = letter.failures() + 1;
    boolean parked = failure != null && retries.isOver(failures, failure);
    String cause = failure == null ? letter.cause() : Cause.of(failure);
    Duration pause = failure == null ? retries.longestPause() : retries.pauseAfter(failures);
    if (parked) {
      log.error(
          "{} of {} is parked after {} attempts, see /actuator/parked: {}",
          letter.name(),
          letter.processor(),
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
            letter.id())
        .update();
  }

  // ---- for operators

  /** The oldest first. */
  List<Item> list(int limit) {
    return jdbc
        .sql("select " + ROW + " from " + table + " order by enqueued_at limit " + limit)
        .query(this::letter)
        .list()
        .stream()
        .map(
            letter ->
                new Item(
                    letter.id(),
                    schema,
                    letter.processor(),
                    letter.name(),
                    new String(letter.event().payload(), StandardCharsets.UTF_8),
                    letter.nextAttemptAt() == null ? State.PARKED : State.RETRYING,
                    letter.failures(),
                    letter.cause(),
                    letter.since(),
                    letter.nextAttemptAt()))
        .toList();
  }

  List<Count> counts() {
    Map<String, long[]> found = new ConcurrentHashMap<>();
    sql("""
        select processing_group, count(next_attempt_at), count(*) from %s
        group by processing_group""")
        .query(
            row -> {
              found.put(
                  row.getString(1), new long[] {row.getLong(2), row.getLong(3) - row.getLong(2)});
            });
    return processors.keySet().stream()
        .sorted()
        .flatMap(
            name -> {
              long[] counts = found.getOrDefault(name, new long[2]);
              return List.of(
                  new Count(schema, name, State.RETRYING, counts[0]),
                  new Count(schema, name, State.PARKED, counts[1]))
                  .stream();
            })
        .toList();
  }

  /** Tries one again at once, and as often as at first. Tells whether there is such a one. */
  boolean retry(String id) {
    mayHaveAny = true;
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
    mayHaveAny = true;
    return sql("update %s set failures = 0, next_attempt_at = now() where next_attempt_at is null")
        .update();
  }

  /**
   * Leaves one out and does what is done instead. Tells whether there is such a one.
   *
   * @throws Compensation.CannotBeGivenUpException if that cannot be done
   */
  boolean giveUp(String id) {
    Optional<Letter> found =
        jdbc.sql("select " + ROW + " from " + table + " where dead_letter_id = ?")
            .param(id)
            .query(this::letter)
            .optional();
    found.ifPresent(
        letter -> {
          event(letter)
              .filter(event -> event.getPayloadType() != UnknownSerializedType.class)
              .ifPresent(event -> giveUp(letter, event));
          take(letter);
          log.warn("{} of {} was given up by an operator", letter.name(), letter.processor());
        });
    return found.isPresent();
  }

  private void giveUp(Letter letter, EventMessage<?> event) {
    if (letter.isCommand()) {
      throw new Compensation.CannotBeGivenUpException("A command can only be tried again.");
    }
    ParkingInvoker processor = processors.get(letter.processor());
    if (processor == null) {
      return; // a processor that there is no more
    }
    for (Object instead : processor.compensation().insteadOf(event.getPayload())) {
      try {
        send(new GenericMessage<>(instead, event.getMetaData()));
      } catch (RuntimeException e) {
        throw new Compensation.CannotBeGivenUpException(
            "What is done instead cannot be done now: " + Cause.of(e));
      }
    }
  }

  /** What it holds is a command; it keeps its trace. */
  private void send(Message<?> message) {
    axon.getComponent(CommandGateway.class)
        .send(new GenericCommandMessage<>(message.getPayload(), message.getMetaData()))
        .join();
  }

  // ---- rows

  private Optional<TrackedEventMessage<?>> event(Letter letter) {
    return EventUtils.upcastAndDeserializeTrackedEvents(
            Stream.of(new TrackedDomainEventData<>(letter.token(), letter.event())),
            axon.eventSerializer(),
            axon.upcasterChain())
        .findFirst();
  }

  private Letter letter(ResultSet row, int number) throws SQLException {
    OffsetDateTime next = row.getObject("next_attempt_at", OffsetDateTime.class);
    return new Letter(
        row.getString("dead_letter_id"),
        row.getString("processing_group"),
        StoredEvent.of(row),
        token(row.getBytes("token"), row.getString("token_type")),
        row.getString("message_type").equals(COMMAND),
        row.getInt("failures"),
        next == null ? null : next.toInstant(),
        Objects.requireNonNullElse(row.getString("cause_message"), BEHIND),
        Instant.parse(row.getString("enqueued_at")));
  }

  /** A command has none, and needs none, but Axon makes no message without one. */
  private TrackingToken token(byte @Nullable [] token, @Nullable String type) {
    Serializer serializer = axon.serializer();
    return token == null || type == null
        ? new GlobalSequenceTrackingToken(0)
        : serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
  }

  private static String name(EventMessage<?> event) {
    return event.getPayloadType().getSimpleName();
  }

  private JdbcClient.StatementSpec sql(String statement) {
    return jdbc.sql(statement.formatted(table));
  }
}
