package homework.arch.platform.axon;

import homework.arch.api.DerivedId;
import homework.arch.platform.SparingLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * The commands of a service's processes that failed or had no answer, kept in its schema and sent
 * again until they have one. They must be safe to repeat, and to be handled in any order.
 */
public final class UnansweredCommands implements WaitingWork {

  private static final Logger log = LoggerFactory.getLogger(UnansweredCommands.class);

  /** A whole batch may be without an answer, and the next one as well. */
  private final SparingLog sparing = new SparingLog(log);

  /** How many are sent at once. */
  private static final int ROUND = 100;

  /** When another process sends what this one began to send; above the time limit of commands. */
  private static final String LEASE = "30 seconds";

  private final String service;
  private final JdbcClient jdbc;
  private final Serializer serializer;
  private final CommandGateway gateway;
  private final Retries retries;
  private final Compensation compensation;
  private final Executor executor;

  /**
   * @param schema the service's schema, with a table {@code unanswered_command}
   * @param compensation what is done instead of a command that is given up
   * @param executor where the answers are written to the database
   */
  public UnansweredCommands(
      String schema,
      JdbcClient jdbc,
      Serializer serializer,
      CommandGateway gateway,
      Retries retries,
      Compensation compensation,
      Executor executor) {
    this.service = schema;
    this.jdbc = jdbc;
    this.serializer = serializer;
    this.gateway = gateway;
    this.retries = retries;
    this.compensation = compensation;
    this.executor = executor;
  }

  private record Kept(UUID id, String type, String content, String metaData, int attempts) {

    static Kept of(ResultSet row, int number) throws SQLException {
      return new Kept(
          row.getObject("id", UUID.class),
          row.getString("command_type"),
          row.getString("command"),
          row.getString("meta_data"),
          row.getInt("attempts"));
    }

    String name() {
      return type.substring(type.lastIndexOf('.') + 1);
    }
  }

  /** Keeps a command, once, as part of the current transaction. */
  void keep(CommandMessage<?> command, Throwable cause) {
    if (keep(command, describe(cause))) {
      sparing.warn(
          command.getPayloadType().getSimpleName() + " has no answer and will be sent again",
          describe(cause));
    }
  }

  private boolean keep(CommandMessage<?> command, String cause) {
    SerializedObject<String> serialized = serializer.serialize(command.getPayload(), String.class);
    String metaData = serializer.serialize(command.getMetaData(), String.class).getData();
    String type = serialized.getType().getName();
    String content = serialized.getData();
    return sql("""
                insert into %s
                  (id, command_type, command, meta_data, attempts, cause, since, next_attempt_at)
                values (?, ?, ?, ?, 1, ?, now(), now() + ? * interval '1 millisecond')
                on conflict (id) do nothing""")
            .params(
                DerivedId.of(type, content),
                type,
                content,
                metaData,
                cause,
                retries.pauseAfter(1).toMillis())
            .update()
        > 0;
  }

  /** Sends those that are due, without waiting for their answers. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void sendAgain() {
    try {
      sql(
              """
              update %1$s set next_attempt_at = now() + interval '%2$s'
              where id in (
                select id from %1$s where next_attempt_at <= now()
                order by next_attempt_at limit %3$d for update skip locked)
              returning id, command_type, command, meta_data, attempts""",
              LEASE, ROUND)
          .query(Kept::of)
          .list()
          .forEach(this::sendAgain);
    } catch (DataAccessException | TransactionException e) {
      // The event processors tell that the database is away, the next round comes in a second.
      log.debug("The unanswered commands of {} cannot be read now", service, e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is written down
  private void sendAgain(Kept kept) {
    CompletableFuture<Object> answer;
    try {
      answer = gateway.send(command(kept));
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenCompleteAsync((result, failure) -> answered(kept, failure), executor);
  }

  private void answered(Kept kept, @Nullable Throwable failure) {
    try {
      if (failure == null) {
        remove(kept.id());
      } else {
        failedAgain(kept, failure);
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("{} will be sent once more: the database is away", kept.name());
    }
  }

  private void failedAgain(Kept kept, Throwable failure) {
    int failures = kept.attempts() + 1;
    boolean parked = retries.isOver(failures, failure);
    if (parked) {
      log.error(
          "{} is parked after {} attempts, see /actuator/parked: {}",
          kept.name(),
          failures,
          describe(failure));
    }
    Duration pause = retries.pauseAfter(failures);
    sql("""
            update %s
            set attempts = ?, cause = ?,
                next_attempt_at = case when ? then null else now() + ? * interval '1 millisecond' end
            where id = ?""")
        .params(failures, describe(failure), parked, pause.toMillis(), kept.id())
        .update();
  }

  @Override
  public List<Item> list(int limit) {
    return sql("select * from %s order by since limit " + limit)
        .query(
            (row, number) -> {
              OffsetDateTime next = row.getObject("next_attempt_at", OffsetDateTime.class);
              Kept kept = Kept.of(row, number);
              return new Item(
                  kept.id().toString(),
                  service,
                  "commands",
                  kept.name(),
                  kept.content(),
                  next == null ? State.PARKED : State.RETRYING,
                  kept.attempts(),
                  row.getString("cause"),
                  row.getObject("since", OffsetDateTime.class).toInstant(),
                  next == null ? null : next.toInstant());
            })
        .list();
  }

  @Override
  public List<Count> counts() {
    return sql("select count(next_attempt_at), count(*) from %s")
        .query(
            (row, number) ->
                List.of(
                    new Count(service, "commands", State.RETRYING, row.getLong(1)),
                    new Count(service, "commands", State.PARKED, row.getLong(2) - row.getLong(1))))
        .single();
  }

  @Override
  public boolean retry(String id) {
    return sql("update %s set attempts = 0, next_attempt_at = now() where id::text = ?")
            .params(id)
            .update()
        > 0;
  }

  @Override
  public int retryAll() {
    return sql("update %s set attempts = 0, next_attempt_at = now() where next_attempt_at is null")
        .update();
  }

  @Override
  public boolean giveUp(String id) {
    Optional<Kept> kept =
        sql("select * from %s where id::text = ?").params(id).query(Kept::of).optional();
    kept.ifPresent(
        given -> {
          // First kept, then sent: if this process dies in between, it is sent all the same.
          CommandMessage<?> command = command(given);
          compensation
              .insteadOf(command.getPayload())
              .ifPresent(
                  instead ->
                      keep(
                          new GenericCommandMessage<>(instead, command.getMetaData()),
                          "instead of " + given.name() + ", which was given up"));
          remove(given.id());
          log.warn("{} was given up by an operator", given.name());
        });
    return kept.isPresent();
  }

  private void remove(UUID id) {
    sql("delete from %s where id = ?").params(id).update();
  }

  private CommandMessage<?> command(Kept kept) {
    MetaData metaData = (MetaData) read(kept.metaData(), MetaData.class.getName());
    return new GenericCommandMessage<>(read(kept.content(), kept.type()), metaData);
  }

  private Object read(String json, String type) {
    return serializer.deserialize(new SimpleSerializedObject<>(json, String.class, type, null));
  }

  static String describe(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private JdbcClient.StatementSpec sql(String statement, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = service + ".unanswered_command";
    System.arraycopy(more, 0, all, 1, more.length);
    return jdbc.sql(statement.formatted(all));
  }
}
