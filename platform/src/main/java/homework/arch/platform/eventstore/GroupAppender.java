package homework.arch.platform.eventstore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * Appends the events of commands that come at the same moment in one statement and one commit. A
 * command returns when its events are durable. If they cannot be appended together, each command's
 * are appended by themselves, so that one conflict is nobody else's.
 */
final class GroupAppender implements AutoCloseable {

  /** Appends in a transaction of its own. */
  interface Writer {
    void write(List<EventTable.Row> rows) throws SQLException;
  }

  private record Waiting(List<EventTable.Row> rows, CompletableFuture<Void> done) {}

  private static final int MOST_COMMANDS = 500;

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Writer writer;
  private final Thread thread;
  private volatile boolean closed;

  GroupAppender(Writer writer) {
    this.writer = writer;
    thread = new Thread(this::run, "event-appender");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when the events are committed. */
  void append(List<EventTable.Row> rows) throws SQLException {
    Waiting waiting = new Waiting(rows, new CompletableFuture<>());
    queue.add(waiting);
    if (closed) {
      refuseAll();
    }
    try {
      waiting.done().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void run() {
    List<Waiting> group = new ArrayList<>();
    while (!closed) {
      try {
        group.add(queue.take());
        queue.drainTo(group, MOST_COMMANDS - 1);
        append(group, true);
      } catch (InterruptedException e) {
        closed = true;
      }
      group.clear();
    }
    refuseAll();
  }

  private void append(List<Waiting> group, boolean mayPart) {
    List<EventTable.Row> rows = new ArrayList<>();
    group.forEach(waiting -> rows.addAll(waiting.rows()));
    try {
      writer.write(rows);
      group.forEach(waiting -> waiting.done().complete(null));
    } catch (SQLException | RuntimeException e) {
      if (mayPart && group.size() > 1 && isAboutRows(e)) {
        group.forEach(waiting -> append(List.of(waiting), false));
      } else {
        group.forEach(waiting -> waiting.done().completeExceptionally(e));
      }
    }
  }

  /** Classes 22 and 23 are about data and constraints; anything else would fail for each again. */
  private static boolean isAboutRows(Exception failure) {
    return failure instanceof SQLException sql
        && sql.getSQLState() != null
        && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
  }

  private void refuseAll() {
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      waiting.done().completeExceptionally(new RejectedExecutionException("it is shutting down"));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
