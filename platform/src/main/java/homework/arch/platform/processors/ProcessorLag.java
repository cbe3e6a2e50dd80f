package homework.arch.platform.processors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How many events each event processor is behind the head of the stream: the gauge {@code
 * arch.processor.lag}. It is read from the tokens in the database, so that every process tells it,
 * whichever does the work. One that is before the head is told by {@link LostEvents}.
 */
public final class ProcessorLag implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(ProcessorLag.class);

  private final List<EventProcessors> services;
  private final StreamableMessageSource<?> events;
  private final Serializer serializer;
  private final JdbcClient jdbc;
  private volatile Measured measured = Measured.NOTHING;

  /**
   * @param head the last event's position, or -1 where there is none
   * @param positions of each processor, where its slowest segment is
   */
  record Measured(long head, Map<String, Long> positions) {

    static final Measured NOTHING = new Measured(-1, Map.of());
  }

  public ProcessorLag(
      List<EventProcessors> services,
      StreamableMessageSource<?> events,
      Serializer serializer,
      JdbcClient jdbc) {
    this.services = services;
    this.events = events;
    this.serializer = serializer;
    this.jdbc = jdbc;
  }

  /** As it was a second ago; nothing if it is not known. */
  public OptionalLong of(String processor) {
    Measured last = measured;
    Long position = last.positions().get(processor);
    return position == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, last.head() - position));
  }

  /** As it was a second ago; without positions if they are not known. */
  Measured measured() {
    return measured;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    for (EventProcessors service : services) {
      for (String name : service.names()) {
        Gauge.builder("arch.processor.lag", () -> of(name).orElse(-1))
            .description("Events that the processor has not handled yet; -1 if it is not known")
            .tag("service", service.schema())
            .tag("processor", name)
            .register(meters);
      }
    }
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void measure() {
    try {
      Map<String, Long> positions = new HashMap<>();
      services.forEach(service -> positions.putAll(positions(service)));
      TrackingToken headToken = events.createHeadToken();
      long head = headToken == null ? -1 : headToken.position().orElse(-1);
      measured = new Measured(head, Map.copyOf(positions));
    } catch (RuntimeException e) {
      measured = Measured.NOTHING;
      log.debug("The lag of the event processors cannot be measured now", e);
    }
  }

  /** Of each processor, where its slowest segment is. */
  private Map<String, Long> positions(EventProcessors service) {
    Map<String, Long> positions = new HashMap<>();
    jdbc.sql("select processor_name, token, token_type from %s.token".formatted(service.schema()))
        .query(
            row -> {
              byte[] token = row.getBytes("token");
              long position = token == null ? -1 : position(token, row.getString("token_type"));
              positions.merge(row.getString("processor_name"), position, Math::min);
            });
    return positions;
  }

  private long position(byte[] token, String type) {
    TrackingToken read =
        serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    return read.position().orElse(-1);
  }
}
