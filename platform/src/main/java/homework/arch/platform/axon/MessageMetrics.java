package homework.arch.platform.axon;

import homework.arch.api.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.messaging.Message;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the messages of Axon's buses, event store and event processors.
 *
 * <ul>
 *   <li>{@code axon.message}: how long a message took, by component, kind of message and outcome
 *   <li>{@code axon.event.latency}: how old an event is when an event processor comes to it
 * </ul>
 *
 * <p>An event processor with several segments sees an event in each of them.
 */
final class MessageMetrics {

  private final MeterRegistry meters;
  private final Clock clock;

  /** The registry's own look-up costs more than the message. */
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  MessageMetrics(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  MessageMonitor<Message<?>> monitor(Class<?> componentType, String component) {
    if (!EventProcessor.class.isAssignableFrom(componentType)) {
      return message -> begin(component, message);
    }
    Timer latency = meters.timer("axon.event.latency", "component", component);
    return message -> {
      if (message instanceof EventMessage<?> event) {
        latency.record(Duration.between(event.getTimestamp(), clock.instant()));
      }
      return begin(component, message);
    };
  }

  private MessageMonitor.MonitorCallback begin(String component, Message<?> message) {
    long begin = System.nanoTime();
    String kind = message.getPayloadType().getSimpleName();
    return new MessageMonitor.MonitorCallback() {

      @Override
      public void reportSuccess() {
        record("success");
      }

      @Override
      public void reportFailure(@Nullable Throwable cause) {
        record(cause instanceof Refused ? "refused" : "failure");
      }

      @Override
      public void reportIgnored() {
        // Nobody here has to do with it.
      }

      private void record(String outcome) {
        timers
            .computeIfAbsent(
                String.join("/", component, kind, outcome),
                key ->
                    meters.timer(
                        "axon.message",
                        Tags.of("component", component, "message", kind, "outcome", outcome)))
            .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      }
    };
  }
}
