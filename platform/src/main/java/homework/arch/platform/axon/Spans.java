package homework.arch.platform.axon;

import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.jspecify.annotations.Nullable;

/** The spans of the messages that are handled, or {@link #NONE}, which costs nothing. */
public interface Spans {

  Spans NONE =
      new Spans() {

        private static final Scope NOTHING =
            new Scope() {

              @Override
              public String traceId(Message<?> message) {
                return message
                    .getMetaData()
                    .getOrDefault(
                        MessageOriginProvider.getDefaultTraceKey(), message.getIdentifier())
                    .toString();
              }

              @Override
              public void failed(Exception cause) {
                // There is nobody to tell.
              }

              @Override
              public void end() {
                // It has not begun.
              }
            };

        @Override
        public Scope begin(Message<?> message, String name, @Nullable Object orderId) {
          return NOTHING;
        }

        @Override
        public Map<String, String> current() {
          return Map.of();
        }
      };

  /**
   * Begins one, of this thread until it ends, under the one that the message is from.
   *
   * @param orderId of the order that it is about, if it is about one
   */
  Scope begin(Message<?> message, String name, @Nullable Object orderId);

  /** What a message must carry so that its spans hang under the one of this thread. */
  Map<String, String> current();

  /** One that has begun. */
  interface Scope {

    /** The trace that the lines of the log name meanwhile. */
    String traceId(Message<?> message);

    void failed(Exception cause);

    void end();
  }
}
