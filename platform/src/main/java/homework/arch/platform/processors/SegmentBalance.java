package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.eventstore.Tail;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Shares the event processors of each service among the processes that run it. Axon lets the first
 * process claim them all and keep them. Here a process takes one over from another that has at
 * least two more, one a second. What the other is about to begin then fails, as after any claim
 * that was lost: it stores the token before it handles a batch.
 */
record SegmentBalance(
    List<EventProcessors> services,
    EventProcessingConfiguration processing,
    Tail tail,
    ProcessorDatabase database) {

  private static final Logger log = LoggerFactory.getLogger(SegmentBalance.class);

  /** The name under which Axon's token store claims segments for this process. */
  private static final String THIS_PROCESS = ManagementFactory.getRuntimeMXBean().getName();

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void balance() {
    if (tail.isBroken()) {
      return; // there is nothing to work on
    }
    for (EventProcessors service : services) {
      try {
        if (isRunning(service)) {
          balance(service);
        }
      } catch (DataAccessException | TransactionException e) {
        // The event processors tell that the database is away, the next round comes in a second.
        log.debug("The event processors of {} cannot be shared now", service.schema(), e);
      }
    }
  }

  private boolean isRunning(EventProcessors service) {
    return service.names().stream()
        .allMatch(
            name -> processing.eventProcessor(name).filter(EventProcessor::isRunning).isPresent());
  }

  /** Axon's own look for what it may claim, a second later at most, finds it claimed for us. */
  private void balance(EventProcessors service) {
    database
        .client()
        .sql(
            """
            with claimed as (
              select * from %1$s.token where owner is not null and processor_name in (:names)),
            fullest as (
              select owner from claimed where owner <> :here group by owner
              having count(*) >= 2 + (select count(*) from claimed where owner = :here)
              order by count(*) desc limit 1)
            update %1$s.token set owner = :here, time_stamp = :now
            where (processor_name, segment, owner) = (
              select processor_name, segment, owner from claimed join fullest using (owner)
              order by processor_name limit 1)"""
                .formatted(service.schema()))
        .param("names", service.names())
        .param("here", THIS_PROCESS)
        .param("now", DateTimeUtils.formatInstant(Instant.now()))
        .update();
  }
}
