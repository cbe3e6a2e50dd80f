package homework.arch.order.audit;

import homework.arch.platform.axon.Answers;
import homework.arch.platform.eventstore.EventSource;
import homework.arch.platform.parked.ParkedEvents;
import homework.arch.platform.parked.Parking;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Audits the running system: reads all events up to now and what the services tell, and looks again
 * at what differs until the read models have had the time to catch up.
 */
@Component
public class Auditor {

  private static final int WAITING = 1_000;
  private static final int PATIENCE_SECONDS = 10;
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final EventStore eventStore;
  private final ServicesAsTheyTell services;
  private final EventSource source;
  private final Parking parking;
  private final Clock clock;
  private final String currency;
  private final AuditLimits limits;

  Auditor(
      EventStore eventStore,
      Answers answers,
      EventSource source,
      Parking parking,
      Clock clock,
      @Value("${arch.currency}") String currency,
      @Value("${arch.audit.under-way}") Duration underWay,
      @Value("${arch.audit.overdue}") Duration overdue,
      @Value("${arch.audit.lag}") Duration lag) {
    this.eventStore = eventStore;
    this.services = new ServicesAsTheyTell(answers);
    this.source = source;
    this.parking = parking;
    this.clock = clock;
    this.currency = currency;
    this.limits = new AuditLimits(underWay, overdue, lag);
  }

  /**
   * Makes one audit.
   *
   * @throws InterruptedException if it is told to stop meanwhile
   */
  public AuditReport audit() throws InterruptedException {
    History history = new History(currency);
    try (BlockingStream<TrackedEventMessage<?>> events =
        source.events().openStream(eventStore.createTailToken())) {
      Reading reading = new Reading(events, history);
      reading.upToNow();
      history.mark();
      long end = System.nanoTime() + limits.lag().toNanos();
      while (true) {
        ReadModels readModels = services.ask(history.accounts().keySet());
        reading.upToNow();
        AuditReport report =
            new Audit(
                    history,
                    readModels,
                    waiting(),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    limits)
                .report();
        if (report.holds() || System.nanoTime() > end) {
          return report;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  /** What waits to be done, by every id in it. */
  private Map<UUID, String> waiting() {
    Map<UUID, String> waiting = new HashMap<>();
    for (ParkedEvents.Item item : parking.list(WAITING)) {
      String what = "%s of %s is %s".formatted(item.what(), item.of(), item.state());
      ID.matcher(item.content())
          .results()
          .map(MatchResult::group)
          .forEach(id -> waiting.put(UUID.fromString(id), what));
    }
    return waiting;
  }

  /** Reads on in the stream of all events. */
  private final class Reading {

    private final BlockingStream<TrackedEventMessage<?>> events;
    private final History history;
    private long position = -1;

    Reading(BlockingStream<TrackedEventMessage<?>> events, History history) {
      this.events = events;
      this.history = history;
    }

    void upToNow() throws InterruptedException {
      long now = position(eventStore.createHeadToken()).orElse(-1);
      while (position < now) {
        if (!events.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException(
              "The event store has events up to %d, but gives none after %d"
                  .formatted(now, position));
        }
        TrackedEventMessage<?> event = events.nextAvailable();
        position = Math.max(position, position(event.trackingToken()).orElse(position));
        add(event);
      }
    }

    private void add(TrackedEventMessage<?> event) {
      Object payload;
      try {
        payload = event.getPayload();
      } catch (SerializationException e) {
        history.unreadable("Event %d cannot be read: %s".formatted(position, firstLine(e)));
        return;
      }
      if (payload instanceof UnknownSerializedType) {
        history.unreadable("Event %d is of a kind that is not known here".formatted(position));
      } else if (event instanceof DomainEventMessage<?> inStream) {
        history.add(inStream.getAggregateIdentifier(), inStream.getSequenceNumber(), payload);
      } else {
        history.add(payload);
      }
    }

    private static OptionalLong position(@Nullable TrackingToken token) {
      return token == null ? OptionalLong.empty() : token.position();
    }

    private static String firstLine(Exception failure) {
      return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
  }
}
