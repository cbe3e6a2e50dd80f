package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Cause;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The operator's view of the event processors: {@code GET /actuator/processors} lists those of this
 * process, and {@code POST /actuator/processors/{name}/replay} builds a projection anew from the
 * events, while everything else runs.
 */
@Endpoint(id = "processors")
public final class ProcessorsEndpoint {

  private static final Logger log = LoggerFactory.getLogger(ProcessorsEndpoint.class);

  private final List<EventProcessors> services;
  private final EventProcessingConfiguration processing;
  private final ProcessorMetrics metrics;
  private final TransactionManager transactions;
  private final JdbcClient jdbc;
  private final Set<StreamingEventProcessor> stopped = new HashSet<>();

  ProcessorsEndpoint(
      List<EventProcessors> services,
      EventProcessingConfiguration processing,
      ProcessorMetrics metrics,
      TransactionManager transactions,
      ProcessorDatabase database) {
    this.services = services;
    this.processing = processing;
    this.metrics = metrics;
    this.transactions = transactions;
    this.jdbc = database.client();
  }

  /**
   * @param lag how many events it is behind, by its slowest segment, here or elsewhere
   * @param segments those that this process works on
   */
  record Processor(
      String service,
      String name,
      boolean running,
      boolean replayable,
      @Nullable Long lag,
      List<Segment> segments) {}

  record Segment(
      int id,
      @Nullable Long position,
      boolean caughtUp,
      boolean replaying,
      @Nullable String error) {

    static Segment of(EventTrackerStatus status) {
      Throwable error = status.getError();
      OptionalLong position = status.getCurrentPosition();
      return new Segment(
          status.getSegment().getSegmentId(),
          position.isPresent() ? position.getAsLong() : null,
          status.isCaughtUp(),
          status.isReplaying(),
          error == null ? null : Cause.of(error));
    }
  }

  @ReadOperation
  Map<String, Object> list() {
    return Map.of(
        "processors",
        services.stream()
            .flatMap(service -> service.names().stream().map(name -> processor(service, name)))
            .toList());
  }

  private Processor processor(EventProcessors service, String name) {
    StreamingEventProcessor processor = processor(name);
    return new Processor(
        service.schema(),
        name,
        processor.isRunning(),
        processor.supportsReset(),
        metrics.lag(name),
        processor.processingStatus().values().stream()
            .map(Segment::of)
            .sorted(Comparator.comparing(Segment::id))
            .toList());
  }

  private StreamingEventProcessor processor(String name) {
    return processing.eventProcessor(name, StreamingEventProcessor.class).orElseThrow();
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> replay(@Selector String name, @Selector String verb) {
    if (!verb.equals("replay")) {
      return new WebEndpointResponse<>(Map.of("error", "The verb is replay."), 404);
    }
    for (EventProcessors service : services) {
      if (service.names().contains(name) && processor(name).supportsReset()) {
        replay(service, processor(name));
        return new WebEndpointResponse<>(Map.of("replay", name), 202);
      }
    }
    return new WebEndpointResponse<>(
        Map.of("error", "There is no projection " + name + " that can be replayed."), 404);
  }

  /**
   * Axon resets a processor only where nobody works on it. So the processor stops here, or its
   * token is taken from the process that works on it: what that one is about to commit then fails,
   * as after any claim that was lost. From then on it is this process's.
   */
  private synchronized void replay(EventProcessors service, StreamingEventProcessor processor) {
    processor.shutDown();
    try {
      transactions.executeInTransaction(
          () -> {
            jdbc.sql("set local lock_timeout = '10s'").update(); // as long as a batch may take
            jdbc.sql(
                    "update %s.token set owner = null where processor_name = ?"
                        .formatted(service.schema()))
                .param(processor.getName())
                .update();
            processor.resetTokens();
          });
      log.info("{} is replayed from the beginning", processor.getName());
    } finally {
      if (service.work()) {
        stopped.add(processor);
        startStopped();
      }
    }
  }

  /** One that hung in a statement is not through with its stop at once. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  synchronized void startStopped() {
    stopped.removeIf(
        processor -> {
          try {
            processor.start();
            return true;
          } catch (RuntimeException e) {
            log.warn("{} cannot be started yet: {}", processor.getName(), e.getMessage());
            return false;
          }
        });
  }
}
