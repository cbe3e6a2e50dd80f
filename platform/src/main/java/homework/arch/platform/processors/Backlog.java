package homework.arch.platform.processors;

import homework.arch.platform.eventstore.Tail;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an event processor has not handled yet, whichever process works on it: for a question that
 * must not be answered by a read model that lags.
 */
public final class Backlog {

  private final Tail events;
  private final Serializer serializer;
  private final JdbcClient jdbc;
  private final Duration timeout;

  Backlog(
      Tail events,
      Serializer serializer,
      JdbcClient jdbc,
      @Value("${arch.query-timeout}") Duration timeout) {
    this.events = events;
    this.serializer = serializer;
    this.jdbc = jdbc;
    this.timeout = timeout;
  }

  /**
   * All events up to this moment that are not in the tables of the processor, or were not when this
   * was called: who looks into the tables afterwards misses none. Fails as what is away does if
   * they cannot all be read in the time that an answer may take.
   *
   * @param schema that of the service
   */
  public void forEach(String schema, String processor, Consumer<EventMessage<?>> event) {
    long until = System.nanoTime() + timeout.toNanos();
    TrackingToken handled = handled(schema, processor);
    long head = Tail.index(events.createHeadToken());
    long position = Tail.index(handled);
    try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(handled)) {
      while (position < head) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0 || !stream.hasNextAvailable((int) left, TimeUnit.MILLISECONDS)) {
          throw new CompletionException(new TimeoutException(processor + " is too far behind"));
        }
        TrackedEventMessage<?> next = stream.nextAvailable();
        position = Math.max(position, Tail.index(next.trackingToken()));
        event.accept(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** Where its slowest segment is; null at the start of the stream. */
  private @Nullable TrackingToken handled(String schema, String processor) {
    List<TrackingToken> tokens =
        jdbc.sql(
                "select token, token_type from %s.token where processor_name = ? and token is not null"
                    .formatted(schema))
            .param(processor)
            .query(
                (row, number) ->
                    WrappedToken.unwrapLowerBound(
                        token(serializer, row.getBytes("token"), row.getString("token_type"))))
            .list();
    return tokens.stream().min(Comparator.comparing(Tail::index)).orElse(null);
  }

  static TrackingToken token(Serializer serializer, byte[] token, String type) {
    return serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
  }
}
