package homework.arch.platform.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.axonframework.common.AxonThreadFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Appends the events of commands that come at the same moment in one statement and one commit. A
 * command returns when its events are durable. If they cannot be appended together, each command's
 * are appended by themselves, so that one conflict is nobody else's.
 */
final class GroupAppender implements AutoCloseable {

  private record Waiting(List<EventTable.Row> rows, CompletableFuture<Void> done) {}

  private static final int MOST_COMMANDS = 500;

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Consumer<List<EventTable.Row>> writer;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new AxonThreadFactory("event-appender"));

  /**
   * @param writer appends in a transaction of its own
   */
  GroupAppender(Consumer<List<EventTable.Row>> writer) {
    this.writer = writer;
  }

  /** Returns when the events are committed. */
  void append(List<EventTable.Row> rows) {
    Waiting waiting = new Waiting(rows, new CompletableFuture<>());
    queue.add(waiting);
    thread.execute(this::appendAllThatWait);
    try {
      waiting.done().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DataAccessException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Nothing, where those before have been appended with these. */
  private void appendAllThatWait() {
    List<Waiting> group = new ArrayList<>();
    queue.drainTo(group, MOST_COMMANDS);
    if (!group.isEmpty()) {
      append(group, true);
    }
  }

  private void append(List<Waiting> group, boolean mayPart) {
    try {
      writer.accept(group.stream().flatMap(waiting -> waiting.rows().stream()).toList());
      group.forEach(waiting -> waiting.done().complete(null));
    } catch (RuntimeException e) {
      // Anything but a wrong row would fail for each again.
      if (mayPart && group.size() > 1 && e instanceof DataIntegrityViolationException) {
        group.forEach(waiting -> append(List.of(waiting), false));
      } else {
        group.forEach(waiting -> waiting.done().completeExceptionally(e));
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
