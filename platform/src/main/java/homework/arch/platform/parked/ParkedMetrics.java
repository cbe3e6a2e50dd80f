package homework.arch.platform.parked;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The gauge {@code arch.waiting.work}: how many events could not be handled so far, by service, by
 * the event processor that they are of, and by whether they are still tried ({@code retrying}) or
 * {@code parked}. It is counted every few seconds, not when it is asked for: a scrape must not hang
 * with the database.
 */
public final class ParkedMetrics implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(ParkedMetrics.class);

  private final Parking parking;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private volatile @Nullable MeterRegistry registry;

  public ParkedMetrics(Parking parking) {
    this.parking = parking;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    registry = meters;
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void count() {
    MeterRegistry meters = registry;
    if (meters == null) {
      return;
    }
    try {
      parking.counts().forEach(count -> set(meters, count));
    } catch (RuntimeException e) {
      log.debug("The parked events cannot be counted now", e);
    }
  }

  private void set(MeterRegistry meters, ParkedEvents.Count count) {
    String state = count.state().name().toLowerCase(Locale.ROOT);
    String key = String.join("/", count.service(), count.of(), state);
    if (counts.put(key, count.count()) == null) {
      Gauge.builder("arch.waiting.work", () -> counts.getOrDefault(key, 0L))
          .description("Events that could not be handled so far")
          .tag("service", count.service())
          .tag("of", count.of())
          .tag("state", state)
          .register(meters);
    }
  }
}
