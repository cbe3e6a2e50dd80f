package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.deadletters.DeadLetterTable;
import homework.arch.platform.deadletters.DeadLetters;
import homework.arch.platform.eventstore.Tail;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The gauges of the event processors: {@code arch.processor.lag}, how many events each is behind
 * the head of the stream, and {@code arch.processor.lag.seconds}, for how long; {@code
 * arch.processor.running}, whether any process works on it; {@code arch.processor.ahead}, see
 * {@link LostEvents}; {@code arch.dead.letters}, how many events it could not handle so far. They
 * are read from the database, so that every process tells them, whichever does the work; and every
 * now and then, not when they are asked for, since a scrape must not hang with the database.
 */
public final class ProcessorMetrics implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(ProcessorMetrics.class);

  /** A claim is renewed every other second, and after each batch; one that is older has died. */
  private static final Duration CLAIMED_FOR = Duration.ofSeconds(15);

  /**
   * @param held whether a process works on it, this or another
   */
  private record Claim(long position, boolean held) {

    Claim slower(Claim other) {
      return new Claim(Math.min(position, other.position), held && other.held);
    }
  }

  /**
   * @param lag in events
   * @param late for how long
   */
  private record State(long lag, Duration late, boolean running) {}

  private final List<EventProcessors> services;
  private final EventStore events;
  private final Serializer serializer;
  private final JdbcClient jdbc;
  private final LostEvents lost;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final HeadHistory heads = new HeadHistory();
  private volatile Map<String, State> states = Map.of();
  private volatile @Nullable List<DeadLetterTable.Count> deadLetterCounts;

  ProcessorMetrics(
      List<EventProcessors> services,
      EventStore events,
      Serializer serializer,
      ProcessorDatabase database,
      LostEvents lost,
      DeadLetters deadLetters,
      Clock clock) {
    this.services = services;
    this.events = events;
    this.serializer = serializer;
    this.jdbc = database.client();
    this.lost = lost;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    services.forEach(service -> service.names().forEach(name -> bindTo(meters, service, name)));
  }

  private void bindTo(MeterRegistry meters, EventProcessors service, String name) {
    Tags tags = Tags.of("service", service.schema(), "processor", name);
    Gauge.builder("arch.processor.lag", () -> state(name, State::lag, -1))
        .description("Events that the processor has not handled yet; -1 if it is not known")
        .tags(tags)
        .register(meters);
    Gauge.builder(
            "arch.processor.lag.seconds",
            () -> state(name, state -> state.late().toMillis() / 1e3, -1))
        .description("How long its next event has been there; -1 if it is not known")
        .tags(tags)
        .register(meters);
    Gauge.builder(
            "arch.processor.running",
            () -> state(name, state -> state.running() ? 1 : 0, Double.NaN))
        .description("1 if a process works on it, 0 if none does")
        .tags(tags)
        .register(meters);
    Gauge.builder("arch.processor.ahead", () -> lost.by(name))
        .description("Events that the processor has handled and the event store has lost")
        .tags(tags)
        .register(meters);
    for (DeadLetterTable.State state : DeadLetterTable.State.values()) {
      Gauge.builder("arch.dead.letters", this, known -> known.deadLetters(name, state))
          .description("Events that could not be handled so far")
          .tags("service", service.schema(), "of", name)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
  }

  /** How many events it was behind a second ago; null if it is not known. */
  public @Nullable Long lag(String processor) {
    State state = states.get(processor);
    return state == null ? null : state.lag();
  }

  private double state(String processor, ToDoubleFunction<State> told, double unknown) {
    State state = states.get(processor);
    return state == null ? unknown : told.applyAsDouble(state);
  }

  /** Not a number before the first count. */
  private double deadLetters(String processor, DeadLetterTable.State state) {
    List<DeadLetterTable.Count> counts = deadLetterCounts;
    return counts == null
        ? Double.NaN
        : counts.stream()
            .filter(count -> count.of().equals(processor) && count.state() == state)
            .mapToDouble(DeadLetterTable.Count::count)
            .sum();
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void measure() {
    try {
      Instant now = clock.instant();
      // The head comes last: nothing may seem to be before it.
      Map<String, Claim> claims = claims(now);
      long head = Tail.index(events.createHeadToken());
      claims.forEach((processor, claim) -> lost.look(processor, claim.position(), head));
      heads.look(head, now);
      claims.values().stream().mapToLong(Claim::position).min().ifPresent(heads::forgetUpTo);
      Map<String, State> measured = new HashMap<>();
      claims.forEach(
          (processor, claim) ->
              measured.put(
                  processor,
                  new State(
                      Math.max(0, head - claim.position()),
                      heads.lateness(claim.position(), now),
                      claim.held())));
      states = measured;
    } catch (RuntimeException e) {
      states = Map.of();
      log.debug("The lag of the event processors cannot be measured now", e);
    }
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void count() {
    try {
      deadLetterCounts = deadLetters.counts();
    } catch (RuntimeException e) {
      log.debug("The dead letters cannot be counted now", e);
    }
  }

  /** Of each processor, where its slowest segment is, and whether all of them have an owner. */
  private Map<String, Claim> claims(Instant now) {
    Map<String, Claim> claims = new HashMap<>();
    for (EventProcessors service : services) {
      jdbc.sql(
              "select processor_name, token, token_type, owner, time_stamp from %s.token"
                  .formatted(service.schema()))
          .query(
              row -> {
                byte[] token = row.getBytes("token");
                long position =
                    token == null
                        ? -1
                        : Tail.index(Backlog.token(serializer, token, row.getString("token_type")));
                boolean held =
                    row.getString("owner") != null
                        && Instant.parse(row.getString("time_stamp"))
                            .plus(CLAIMED_FOR)
                            .isAfter(now);
                claims.merge(
                    row.getString("processor_name"), new Claim(position, held), Claim::slower);
              });
    }
    return claims;
  }
}
