package homework.arch.platform.processors;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Builds projections anew from the events, while everything else runs. Axon resets a processor only
 * where nobody works on it; so all processes of the service see in its table that a replay is asked
 * for, stop that one processor, and the first that can have all its segments resets it and starts.
 */
public final class Replays {

  private static final Logger log = LoggerFactory.getLogger(Replays.class);

  private final List<EventProcessors> services;
  private final EventProcessingConfiguration processing;
  private final TransactionManager transactions;
  private final JdbcClient jdbc;
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();

  public Replays(
      List<EventProcessors> services,
      EventProcessingConfiguration processing,
      TransactionManager transactions,
      JdbcClient jdbc) {
    this.services = services;
    this.processing = processing;
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  /** Asks for one. Tells whether there is such a projection; a saga is never replayed. */
  boolean ask(String processor) {
    for (EventProcessors service : services) {
      if (service.names().contains(processor) && processor(processor).supportsReset()) {
        jdbc.sql(
                "insert into %s.replay (processor_name) values (?) on conflict do nothing"
                    .formatted(service.schema()))
            .param(processor)
            .update();
        return true;
      }
    }
    return false;
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void look() {
    for (EventProcessors service : services) {
      try {
        look(service);
      } catch (DataAccessException | TransactionException e) {
        // The event processors tell that the database is away, the next round comes in a second.
        log.debug("The replays of {} cannot be read now", service.schema(), e);
      }
    }
  }

  private void look(EventProcessors service) {
    List<String> asked =
        jdbc.sql("select processor_name from %s.replay".formatted(service.schema()))
            .query(String.class)
            .list();
    for (String name : service.names()) {
      if (asked.contains(name)) {
        stop(name);
        reset(service, name);
      } else if (stopped.remove(name)) {
        processor(name).start();
      }
    }
  }

  private void stop(String name) {
    if (stopped.add(name)) {
      log.info("{} stops: it will be replayed", name);
      processor(name).shutDown();
    }
  }

  private void reset(EventProcessors service, String name) {
    try {
      transactions.executeInTransaction(
          () -> {
            // Locks it: of several processes one resets.
            int mine =
                jdbc.sql(
                        "delete from %s.replay where processor_name = ?"
                            .formatted(service.schema()))
                    .param(name)
                    .update();
            if (mine > 0) {
              processor(name).resetTokens();
              log.info("{} is replayed from the beginning", name);
            }
          });
    } catch (UnableToClaimTokenException e) {
      log.debug("{} is still at work in another process", name);
    }
  }

  private StreamingEventProcessor processor(String name) {
    return processing.eventProcessor(name, TrackingEventProcessor.class).orElseThrow();
  }
}
