package homework.arch.platform.eventstore;

import homework.arch.platform.ProcessorDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Axon's storage engine on PostgreSQL, which appends in one statement: in the transaction of an
 * event processor as part of it, else together with other commands, see {@link GroupAppender}. What
 * it has appended it keeps in memory for a while, so that {@link Tail} need not read it.
 */
public final class PostgresEventStorageEngine extends JdbcEventStorageEngine
    implements AutoCloseable {

  private final RecentEvents recent = new RecentEvents();
  private final ProcessorDatabase database;
  private final GroupAppender<EventTable.Row> group;
  private volatile Runnable onAppended = () -> {};

  PostgresEventStorageEngine(Builder builder, ProcessorDatabase database) {
    super(builder);
    this.database = database;
    group = new GroupAppender<>(this::appendNow, PostgresEventStorageEngine::isAboutRows);
  }

  /** What was appended here not long ago, and what {@link Tail} adds of others. */
  RecentEvents recent() {
    return recent;
  }

  /** Is told when new events are committed. */
  void onAppended(Runnable listener) {
    onAppended = listener;
  }

  @Override
  protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
    if (events.isEmpty()) {
      return;
    }
    List<EventTable.Row> rows = new ArrayList<>(events.size());
    for (EventMessage<?> event : events) {
      rows.add(EventTable.Row.of(event, serializer));
    }
    try {
      if (database.isInTransaction()) {
        long[] indexes = append(rows);
        TransactionSynchronizationManager.registerSynchronization(
            new TransactionSynchronization() {
              @Override
              public void afterCommit() {
                committed(rows, indexes);
              }
            });
      } else {
        group.append(rows);
      }
    } catch (SQLException e) {
      handlePersistenceException(e, events.get(0));
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException cause) {
        handlePersistenceException(cause, events.get(0));
      }
      throw e;
    }
  }

  /** Classes 22 and 23 are about data and constraints; anything else would fail for each again. */
  private static boolean isAboutRows(Exception failure) {
    return failure instanceof SQLException sql
        && sql.getSQLState() != null
        && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
  }

  private void appendNow(List<EventTable.Row> rows) throws SQLException {
    committed(rows, append(rows)); // outside of a transaction one statement is one
  }

  private long[] append(List<EventTable.Row> rows) throws SQLException {
    Connection connection = database.connection();
    try {
      return EventTable.append(connection, rows);
    } finally {
      database.release(connection);
    }
  }

  /** Not before: after a crash PostgreSQL may give a place out again that was not committed. */
  private void committed(List<EventTable.Row> rows, long[] indexes) {
    for (int i = 0; i < indexes.length; i++) {
      recent.put(indexes[i], List.of(rows.get(i).event()));
    }
    onAppended.run();
  }

  @Override
  public void close() {
    group.close();
  }
}
