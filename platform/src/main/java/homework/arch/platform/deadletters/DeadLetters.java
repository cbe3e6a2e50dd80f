package homework.arch.platform.deadletters;

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

/** The dead letters of all services in this process: events that could not be handled. */
public final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private final ProcessorDatabase database;
  private final Duration processPatience;
  private final Map<String, DeadLetterTable> tables = new ConcurrentHashMap<>();
  private final List<Patience> busy = new CopyOnWriteArrayList<>();
  private final Patience retries;

  /**
   * @param processPatience how long a step of a process may hang
   */
  public DeadLetters(
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
    DeadLetterTable table =
        tables.computeIfAbsent(schema, key -> new DeadLetterTable(key, database, axon));
    DeadLetteringInvoker invoker =
        new DeadLetteringInvoker(
            processor,
            handlers,
            batches,
            table,
            ordered,
            compensation,
            patience(),
            database.part());
    table.register(processor, invoker);
    return invoker;
  }

  Collection<DeadLetterTable> all() {
    return tables.values();
  }

  /** The oldest of all first. */
  public List<DeadLetterTable.Item> list(int limit) {
    return all().stream()
        .flatMap(table -> table.list(limit).stream())
        .sorted(Comparator.comparing(DeadLetterTable.Item::since))
        .limit(limit)
        .toList();
  }

  /** How many there are, by event processor and state, where there are any. */
  public List<DeadLetterTable.Count> counts() {
    return all().stream().flatMap(table -> table.counts().stream()).toList();
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void retryDue() {
    for (DeadLetterTable table : all()) {
      try {
        table.retryDue(retries);
      } catch (RuntimeException e) {
        // The event processors tell that the database is away; the next round comes in a second.
        log.debug("The dead letters cannot be tried now", e);
      }
    }
  }

  @Scheduled(fixedDelay = 200, timeUnit = TimeUnit.MILLISECONDS)
  void interruptWhatHangs() {
    busy.forEach(Patience::look);
  }
}
