package homework.arch.platform.traces;

import homework.arch.platform.LogContext;
import homework.arch.platform.axon.Spans;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.jspecify.annotations.Nullable;

/**
 * A span for each message that is handled, under the span in which the message was made, however
 * much later and wherever that was: the meta-data carry it as the W3C's {@code traceparent}. So a
 * span hangs under its own order's, and never under the batch that it is handled in. It hands on
 * the trace in the place of Axon's own provider.
 *
 * <p>Axon's own module for OpenTelemetry makes spans of dispatching, publishing and loading as
 * well, and begins another trace for events that are older than a limit.
 */
final class MessageSpans extends MessageOriginProvider implements Spans {

  private static final String TRACEPARENT = "traceparent";

  private final Tracer tracer;
  private final Propagator propagator;

  MessageSpans(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public Scope begin(Message<?> message, String name, @Nullable Object orderId) {
    Span.Builder builder =
        propagator
            .extract(message, MessageSpans::carried)
            .name(name)
            .kind(message instanceof EventMessage ? Span.Kind.CONSUMER : Span.Kind.SERVER)
            .tag("message.kind", kind(message))
            // An event processor's threads have its name.
            .tag("thread.name", Thread.currentThread().getName());
    Object order = orderId != null ? orderId : message.getMetaData().get(LogContext.ORDER_ID);
    if (order != null) {
      builder.tag("order.id", order.toString());
    }
    Span span = builder.start();
    Tracer.SpanInScope scope = tracer.withSpan(span);
    return new Scope() {

      @Override
      public String traceId(Message<?> same) {
        return span.context().traceId();
      }

      @Override
      public void failed(Exception cause) {
        // Its message may have an address in it.
        span.tag("error.type", cause.getClass().getName());
      }

      @Override
      public void end() {
        scope.close();
        span.end();
      }
    };
  }

  private static String kind(Message<?> message) {
    if (message instanceof EventMessage) {
      return "event";
    }
    return message instanceof CommandMessage ? "command" : "query";
  }

  /**
   * What was made before there were spans, or by a process that has none, has the trace alone: its
   * spans have a parent then that nobody has seen.
   */
  private static @Nullable String carried(Message<?> message, String key) {
    Object value = message.getMetaData().get(key);
    if (value == null && key.equals(TRACEPARENT)) {
      Object trace = message.getMetaData().get(getDefaultTraceKey());
      return trace != null && trace.toString().matches("(?!0{16})[0-9a-f]{32}")
          ? "00-%s-%s-01".formatted(trace, trace.toString().substring(0, 16))
          : null;
    }
    return value == null ? null : value.toString();
  }

  @Override
  public Map<String, String> current() {
    Map<String, String> carrier = new HashMap<>();
    TraceContext current = tracer.currentTraceContext().context();
    if (current != null) {
      propagator.inject(current, carrier, (unused, key, value) -> carrier.put(key, value));
      carrier
          .keySet()
          .retainAll(Set.of(TRACEPARENT)); // a tracestate is a caller's text, of any size
    }
    // Some messages of an order, such as a question for the user's address, do not name it.
    String orderId = LogContext.orderId();
    if (orderId != null) {
      carrier.put(LogContext.ORDER_ID, orderId);
    }
    return carrier;
  }

  /** Of a message that is made while another is handled. */
  @Override
  public Map<String, ?> correlationDataFor(Message<?> message) {
    Map<String, Object> handedOn = new HashMap<>(super.correlationDataFor(message));
    handedOn.putAll(current());
    TraceContext current = tracer.currentTraceContext().context();
    if (current != null) {
      handedOn.put(getDefaultTraceKey(), current.traceId());
    }
    return handedOn;
  }
}
