package homework.arch.platform.processors;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Shares the segments of each service's event processors among the processes that run it. Axon lets
 * the first process claim them all and keep them. Here a process that has more than its fair share
 * lets one go at a time, and another, which looks for free ones every second, takes it. A process
 * that is gone is forgotten after {@value #GONE_AFTER_SECONDS} seconds, and has no share.
 */
public final class SegmentBalance implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(SegmentBalance.class);

  static final int GONE_AFTER_SECONDS = 5;

  /** For how long a process does not take back what it let go. */
  private static final int LET_GO_SECONDS = 5;

  /** The name under which Axon's token store claims segments for this process as well. */
  private final String node = ManagementFactory.getRuntimeMXBean().getName();

  private final List<EventProcessors> services;
  private final EventProcessingConfiguration processing;
  private final JdbcClient jdbc;

  public SegmentBalance(
      List<EventProcessors> services, EventProcessingConfiguration processing, JdbcClient jdbc) {
    this.services = services;
    this.processing = processing;
    this.jdbc = jdbc;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void balance() {
    for (EventProcessors service : services) {
      try {
        balance(service);
      } catch (DataAccessException | TransactionException e) {
        // The event processors tell that the database is away, the next round comes in a second.
        log.debug("The segments of {} cannot be shared now", service.schema(), e);
      }
    }
  }

  private void balance(EventProcessors service) {
    List<StreamingEventProcessor> processors = new ArrayList<>();
    for (String name : service.names()) {
      processing.eventProcessor(name, StreamingEventProcessor.class).ifPresent(processors::add);
    }
    if (processors.stream().allMatch(StreamingEventProcessor::isRunning)) {
      sayIAmHere(service);
      int here = processors.stream().mapToInt(p -> p.processingStatus().size()).sum();
      if (here > fairShare(service)) {
        letOneGo(processors);
      }
    }
  }

  private void sayIAmHere(EventProcessors service) {
    jdbc.sql(
            """
            insert into %s.node (name, seen_at) values (?, now())
            on conflict (name) do update set seen_at = now()"""
                .formatted(service.schema()))
        .param(node)
        .update();
  }

  /** All segments by all processes that are here, rounded up. */
  private int fairShare(EventProcessors service) {
    return jdbc.sql(
            """
            with
              gone as (delete from %1$s.node where seen_at < now() - interval '1 day'),
              here as (
                select count(*) as nodes from %1$s.node
                where seen_at > now() - interval '%2$d seconds'),
              shared as (select count(*) as segments from %1$s.token)
            select ceil(segments::numeric / greatest(nodes, 1)) from here, shared"""
                .formatted(service.schema(), GONE_AFTER_SECONDS))
        .query(Integer.class)
        .single();
  }

  /** Of the processor that has most of them here, so that one's segments spread as well. */
  private static void letOneGo(List<StreamingEventProcessor> processors) {
    StreamingEventProcessor fullest = processors.get(0);
    for (StreamingEventProcessor processor : processors) {
      if (processor.processingStatus().size() > fullest.processingStatus().size()) {
        fullest = processor;
      }
    }
    int segment = fullest.processingStatus().keySet().iterator().next();
    fullest.releaseSegment(segment, LET_GO_SECONDS, TimeUnit.SECONDS);
  }

  /** So that the others need not wait for what this process had. */
  @Override
  public void destroy() {
    for (EventProcessors service : services) {
      try {
        jdbc.sql("delete from %s.node where name = ?".formatted(service.schema()))
            .param(node)
            .update();
      } catch (DataAccessException e) {
        log.debug("{} could not be told that this process stops", service.schema(), e);
      }
    }
  }
}
