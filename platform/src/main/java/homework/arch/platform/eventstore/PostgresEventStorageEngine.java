package homework.arch.platform.eventstore;

import homework.arch.platform.ProcessorDatabase;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
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
  private final EventTable table;
  private final GroupAppender<EventTable.Row> group;
  private volatile Runnable onAppended = () -> {};

  PostgresEventStorageEngine(Builder builder, ProcessorDatabase database) {
    super(builder);
    this.database = database;
    table = new EventTable(database);
    group = new GroupAppender<>(this::appendNow, DataIntegrityViolationException.class::isInstance);
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
    List<EventTable.Row> rows =
        events.stream().map(event -> EventTable.Row.of(event, serializer)).toList();
    try {
      if (database.isInTransaction()) {
        List<Long> indexes = table.append(rows);
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
    } catch (DataAccessException e) {
      handlePersistenceException(e, events.get(0));
    }
  }

  private void appendNow(List<EventTable.Row> rows) {
    committed(rows, table.append(rows)); // outside of a transaction one statement is one
  }

  /** Not before: after a crash PostgreSQL may give a place out again that was not committed. */
  private void committed(List<EventTable.Row> rows, List<Long> indexes) {
    for (int i = 0; i < indexes.size(); i++) {
      recent.put(indexes.get(i), List.of(rows.get(i).event()));
    }
    onAppended.run();
  }

  @Override
  public void close() {
    group.close();
  }
}
