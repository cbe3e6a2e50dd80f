package homework.arch.platform.parked;

import homework.arch.platform.ProcessorDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The parked events of all services in this process. */
public final class Parking {

  private static final Logger log = LoggerFactory.getLogger(Parking.class);

  /** In each of so many rounds it is looked for what another process has parked. */
  private static final int LOOK_FOR_OTHERS = 5;

  private final ProcessorDatabase database;
  private final Duration patience;
  private final Map<String, ParkedEvents> services = new ConcurrentHashMap<>();
  private int round;

  /**
   * @param patience how long a step of a process may hang
   */
  public Parking(ProcessorDatabase database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  /** Those of the service that has this schema. */
  public ParkedEvents of(String schema, Configuration axon) {
    return services.computeIfAbsent(schema, key -> new ParkedEvents(key, database, patience, axon));
  }

  Collection<ParkedEvents> all() {
    return services.values();
  }

  /** The oldest of all first. */
  public List<ParkedEvents.Item> list(int limit) {
    return all().stream()
        .flatMap(events -> events.list(limit).stream())
        .sorted(Comparator.comparing(ParkedEvents.Item::since))
        .limit(limit)
        .toList();
  }

  /** How many there are, by service, event processor and state. */
  public List<ParkedEvents.Count> counts() {
    return all().stream().flatMap(events -> events.counts().stream()).toList();
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void retryDue() {
    round++;
    for (ParkedEvents events : all()) {
      try {
        if (events.mayHaveAny() || round % LOOK_FOR_OTHERS == 0) {
          events.retryDue();
        }
      } catch (RuntimeException e) {
        // The event processors tell that the database is away; the next round comes in a second.
        log.debug("The parked events cannot be tried now", e);
      }
    }
  }

  @Scheduled(fixedDelay = 200, timeUnit = TimeUnit.MILLISECONDS)
  void lookAfterHangingSteps() {
    all().forEach(ParkedEvents::lookAfterHangingSteps);
  }
}
