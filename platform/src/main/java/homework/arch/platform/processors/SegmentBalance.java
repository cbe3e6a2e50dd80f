package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
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
 * Shares the event processors of each service among the processes that run it. Axon lets the first
 * process claim them all and keep them. Here a process that has more than its fair share lets one
 * go at a time, and another, which looks for free ones every second, takes it. A process that has
 * said nothing for {@value #GONE_AFTER_SECONDS} seconds has no share.
 */
final class SegmentBalance implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(SegmentBalance.class);

  static final int GONE_AFTER_SECONDS = 5;

  /** For how long a process does not take back what it let go. */
  private static final int LET_GO_SECONDS = 5;

  /** The name under which Axon's token store claims segments for this process as well. */
  private static final String NODE = ManagementFactory.getRuntimeMXBean().getName();

  private final List<EventProcessors> services;
  private final EventProcessingConfiguration processing;
  private final JdbcClient jdbc;

  SegmentBalance(
      List<EventProcessors> services,
      EventProcessingConfiguration processing,
      ProcessorDatabase database) {
    this.services = services;
    this.processing = processing;
    this.jdbc = database.client();
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void balance() {
    try {
      services.forEach(this::balance);
    } catch (DataAccessException | TransactionException e) {
      // The event processors tell that the database is away, the next round comes in a second.
      log.debug("The event processors cannot be shared now", e);
    }
  }

  private void balance(EventProcessors service) {
    List<StreamingEventProcessor> all =
        service.names().stream()
            .map(name -> processing.eventProcessor(name, StreamingEventProcessor.class))
            .flatMap(Optional::stream)
            .toList();
    if (all.stream().allMatch(StreamingEventProcessor::isRunning)) {
      List<StreamingEventProcessor> here =
          all.stream().filter(processor -> !processor.processingStatus().isEmpty()).toList();
      if (here.size() > fairShare(service)) {
        StreamingEventProcessor first = here.get(0);
        first
            .processingStatus()
            .keySet()
            .forEach(segment -> first.releaseSegment(segment, LET_GO_SECONDS, TimeUnit.SECONDS));
      }
    }
  }

  /** Says that this process is here. All segments by all processes that are, rounded up. */
  private int fairShare(EventProcessors service) {
    return jdbc.sql(
            """
            with
              here as (
                insert into %1$s.node (name, seen_at) values (:node, now())
                on conflict (name) do update set seen_at = now()),
              gone as (delete from %1$s.node where seen_at < now() - interval '1 day'),
              others as (
                select count(*) as nodes from %1$s.node
                where name <> :node and seen_at > now() - interval '%2$d seconds')
            select ceil((select count(*) from %1$s.token)::numeric / (1 + nodes)) from others"""
                .formatted(service.schema(), GONE_AFTER_SECONDS))
        .param("node", NODE)
        .query(Integer.class)
        .single();
  }

  /** So that the others need not wait for what this process had. */
  @Override
  public void destroy() {
    for (EventProcessors service : services) {
      try {
        jdbc.sql("delete from %s.node where name = ?".formatted(service.schema()))
            .param(NODE)
            .update();
      } catch (DataAccessException e) {
        log.debug("{} could not be told that this process stops", service.schema(), e);
      }
    }
  }
}
