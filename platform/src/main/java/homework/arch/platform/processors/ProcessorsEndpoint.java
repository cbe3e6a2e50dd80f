package homework.arch.platform.processors;

import homework.arch.platform.axon.Cause;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The operator's view of the event processors: {@code GET /actuator/processors} lists those of this
 * process, and {@code POST /actuator/processors/{name}/replay} builds a projection anew.
 */
@Endpoint(id = "processors")
public final class ProcessorsEndpoint {

  private final List<EventProcessors> services;
  private final EventProcessingConfiguration processing;
  private final ProcessorLag lag;
  private final Replays replays;

  public ProcessorsEndpoint(
      List<EventProcessors> services,
      EventProcessingConfiguration processing,
      ProcessorLag lag,
      Replays replays) {
    this.services = services;
    this.processing = processing;
    this.lag = lag;
    this.replays = replays;
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
    StreamingEventProcessor processor =
        processing.eventProcessor(name, StreamingEventProcessor.class).orElseThrow();
    OptionalLong behind = lag.of(name);
    return new Processor(
        service.schema(),
        name,
        processor.isRunning(),
        processor.supportsReset(),
        behind.isPresent() ? behind.getAsLong() : null,
        processor.processingStatus().values().stream()
            .map(Segment::of)
            .sorted(Comparator.comparing(Segment::id))
            .toList());
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> replay(@Selector String name, @Selector String verb) {
    if (!verb.equals("replay")) {
      return new WebEndpointResponse<>(Map.of("error", "The verb is replay."), 404);
    }
    return replays.ask(name)
        ? new WebEndpointResponse<>(Map.of("replay", name), 202)
        : new WebEndpointResponse<>(
            Map.of("error", "There is no projection " + name + " that can be replayed."), 404);
  }
}
