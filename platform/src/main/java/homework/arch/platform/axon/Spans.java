package homework.arch.platform.axon;

import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.jspecify.annotations.Nullable;

/** The spans of the messages that are handled: by itself none, which costs nothing. */
public interface Spans {

  Spans NONE = new Spans() {};

  /**
   * Begins one, of this thread until it ends, under the one that the message is from.
   *
   * @param orderId of the order that it is about, if it is about one
   */
  default Scope begin(Message<?> message, String name, @Nullable Object orderId) {
    return Scope.NONE;
  }

  /** What a message must carry so that its spans hang under the one of this thread. */
  default Map<String, String> current() {
    return Map.of();
  }

  /** One that has begun. */
  interface Scope {

    Scope NONE = new Scope() {};

    /** The trace that the lines of the log name meanwhile. */
    default String traceId(Message<?> message) {
      return message
          .getMetaData()
          .getOrDefault(MessageOriginProvider.getDefaultTraceKey(), message.getIdentifier())
          .toString();
    }

    default void failed(Exception cause) {}

    default void end() {}
  }
}
