package homework.arch.platform.parked;

import homework.arch.platform.ProcessorDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;

/** The parked events of all services in this process. */
public final class Parking {

  private static final Logger log = LoggerFactory.getLogger(Parking.class);

  private final ProcessorDatabase database;
  private final Duration processPatience;
  private final Map<String, ParkedEvents> services = new ConcurrentHashMap<>();
  private final List<Patience> busy = new CopyOnWriteArrayList<>();
  private final Patience retries;

  /**
   * @param processPatience how long a step of a process may hang
   */
  public Parking(
      ProcessorDatabase database, @Value("${arch.process-patience}") Duration processPatience) {
    this.database = database;
    this.processPatience = processPatience;
    this.retries = patience();
  }

  private Patience patience() {
    Patience patience = new Patience(processPatience);
    busy.add(patience);
    return patience;
  }

  /**
   * What an event processor is given in place of its handlers.
   *
   * @param schema of its service
   * @param ordered whether the events of an aggregate must stay in order
   */
  public EventHandlerInvoker invoker(
      String schema,
      Configuration axon,
      String processor,
      EventHandlerInvoker handlers,
      Batches batches,
      boolean ordered,
      Compensation compensation) {
    ParkedEvents parked =
        services.computeIfAbsent(schema, key -> new ParkedEvents(key, database, axon));
    ParkingInvoker invoker =
        new ParkingInvoker(
            processor,
            handlers,
            batches,
            parked,
            ordered,
            compensation,
            patience(),
            database.part());
    parked.add(processor, invoker);
    return invoker;
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
    for (ParkedEvents events : all()) {
      try {
        events.retryDue(retries);
      } catch (RuntimeException e) {
        // The event processors tell that the database is away; the next round comes in a second.
        log.debug("The parked events cannot be tried now", e);
      }
    }
  }

  @Scheduled(fixedDelay = 200, timeUnit = TimeUnit.MILLISECONDS)
  void interruptWhatHangs() {
    busy.forEach(Patience::look);
  }
}
