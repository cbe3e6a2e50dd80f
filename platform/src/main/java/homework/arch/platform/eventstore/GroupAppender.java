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
import java.util.function.Predicate;
import org.axonframework.common.AxonThreadFactory;

/**
 * Appends the events of commands that come at the same moment in one transaction. A command returns
 * when its events are durable. If they cannot be appended together, each half is tried by itself,
 * and so on, so that one conflict is nobody else's.
 */
final class GroupAppender<E> implements AutoCloseable {

  private record Waiting<E>(List<E> events, CompletableFuture<Void> done) {}

  private static final int MOST_COMMANDS = 500;

  private final BlockingQueue<Waiting<E>> queue = new LinkedBlockingQueue<>();
  private final Consumer<List<E>> writer;
  private final Predicate<RuntimeException> isAboutEvents;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new AxonThreadFactory("event-appender"));

  /**
   * @param writer appends in a transaction of its own
   * @param isAboutEvents whether a failure is that of some events; any other would be that of each
   */
  GroupAppender(Consumer<List<E>> writer, Predicate<RuntimeException> isAboutEvents) {
    this.writer = writer;
    this.isAboutEvents = isAboutEvents;
  }

  /** Returns when the events are committed. */
  void append(List<E> events) {
    Waiting<E> waiting = new Waiting<>(events, new CompletableFuture<>());
    queue.add(waiting);
    thread.execute(this::appendAllThatWait);
    try {
      waiting.done().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** How many commands wait for those that are being appended. */
  int waiting() {
    return queue.size();
  }

  /** Nothing, where those before have been appended with these. */
  private void appendAllThatWait() {
    List<Waiting<E>> group = new ArrayList<>();
    queue.drainTo(group, MOST_COMMANDS);
    if (!group.isEmpty()) {
      write(group);
    }
  }

  private void write(List<Waiting<E>> group) {
    try {
      writer.accept(group.stream().flatMap(waiting -> waiting.events().stream()).toList());
      group.forEach(waiting -> waiting.done().complete(null));
    } catch (Throwable e) { // whatever it is, nobody may wait for ever
      int half = group.size() / 2;
      if (half > 0 && e instanceof RuntimeException failure && isAboutEvents.test(failure)) {
        write(group.subList(0, half));
        write(group.subList(half, group.size()));
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
