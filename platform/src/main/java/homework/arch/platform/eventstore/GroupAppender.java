package homework.arch.platform.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Appends the events of commands that come at the same moment in one transaction. A command returns
 * when its events are durable. If they cannot be appended together, each command's are appended by
 * themselves, so that one conflict is nobody else's.
 */
final class GroupAppender<E> implements AutoCloseable {

  /** Appends in a transaction of its own. */
  interface Writer<E> {
    void write(List<E> events) throws Exception;
  }

  private record Waiting<E>(List<E> events, CompletableFuture<Void> done) {}

  private static final int MOST_COMMANDS = 500;

  private final BlockingQueue<Waiting<E>> queue = new LinkedBlockingQueue<>();
  private final Writer<E> writer;
  private final Predicate<Exception> isAboutEvents;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param isAboutEvents whether a failure is that of some events, and not of all that are appended
   */
  GroupAppender(Writer<E> writer, Predicate<Exception> isAboutEvents) {
    this.writer = writer;
    this.isAboutEvents = isAboutEvents;
    thread = new Thread(this::run, "event-appender");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns when the events are committed.
   *
   * @throws CompletionException with what the writer threw
   */
  void append(List<E> events) {
    Waiting<E> waiting = new Waiting<>(events, new CompletableFuture<>());
    queue.add(waiting);
    if (closed) {
      refuseAll();
    }
    waiting.done().join();
  }

  /** How many commands wait for those that are being appended. */
  int waiting() {
    return queue.size();
  }

  private void run() {
    List<Waiting<E>> group = new ArrayList<>();
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

  private void append(List<Waiting<E>> group, boolean mayPart) {
    List<E> events = new ArrayList<>();
    group.forEach(waiting -> events.addAll(waiting.events()));
    try {
      writer.write(events);
      group.forEach(waiting -> waiting.done().complete(null));
    } catch (Exception e) {
      if (mayPart && group.size() > 1 && isAboutEvents.test(e)) {
        group.forEach(waiting -> append(List.of(waiting), false));
      } else {
        group.forEach(waiting -> waiting.done().completeExceptionally(e));
      }
    }
  }

  private void refuseAll() {
    for (Waiting<E> waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      waiting.done().completeExceptionally(new RejectedExecutionException("it is shutting down"));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
