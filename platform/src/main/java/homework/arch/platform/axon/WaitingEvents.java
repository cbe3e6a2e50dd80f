package homework.arch.platform.axon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.serialization.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The dead-letter queues of the event processors of all services in this process. */
final class WaitingEvents implements WaitingWork {

  private static final Logger log = LoggerFactory.getLogger(WaitingEvents.class);

  private final List<EventProcessors> services;
  private final CommandGateway gateway;

  WaitingEvents(List<EventProcessors> services, CommandGateway gateway) {
    this.services = services;
    this.gateway = gateway;
  }

  /** A letter, and where it is from. */
  private record Place(EventProcessors service, DeadLetters queue, JdbcDeadLetter<?> letter) {

    Item toItem() {
      Instant next = DeadLetters.nextAttempt(letter).orElse(null);
      return new Item(
          letter.getIdentifier(),
          service.schema(),
          queue.processor(),
          DeadLetters.name(letter.message()),
          content(letter.message()),
          state(),
          DeadLetters.failures(letter),
          letter
              .cause()
              .map(cause -> String.valueOf(cause.message()))
              .orElse("waits behind another"),
          letter.enqueuedAt(),
          next);
    }

    State state() {
      return DeadLetters.failures(letter) > 0 && DeadLetters.nextAttempt(letter).isEmpty()
          ? State.PARKED
          : State.RETRYING;
    }

    private static String content(EventMessage<?> event) {
      try {
        return String.valueOf(event.getPayload());
      } catch (SerializationException e) {
        return "cannot be read: " + e.getMessage();
      }
    }
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void retryDue() {
    for (EventProcessors service : services) {
      for (DeadLetters queue : service.deadLetters()) {
        try {
          queue.retryDue();
        } catch (RuntimeException e) {
          log.debug("The dead letters of {} cannot be tried now", queue.processor(), e);
        }
      }
    }
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (EventProcessors service : services) {
      for (DeadLetters queue : service.deadLetters()) {
        queue.all().forEach(letter -> places.add(new Place(service, queue, letter)));
      }
    }
    return places;
  }

  @Override
  public List<Item> list(int limit) {
    return places().stream()
        .map(Place::toItem)
        .sorted(Comparator.comparing(Item::since))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Count> counts() {
    List<Count> counts = new ArrayList<>();
    for (EventProcessors service : services) {
      for (DeadLetters queue : service.deadLetters()) {
        List<State> states =
            queue.isEmpty()
                ? List.of()
                : queue.all().stream()
                    .map(letter -> new Place(service, queue, letter).state())
                    .toList();
        for (State state : State.values()) {
          long count = states.stream().filter(state::equals).count();
          counts.add(new Count(service.schema(), queue.processor(), state, count));
        }
      }
    }
    return counts;
  }

  @Override
  public boolean retry(String id) {
    return place(id)
        .map(
            place -> {
              place.queue().retrySequenceOf(place.letter());
              return true;
            })
        .orElse(false);
  }

  @Override
  public int retryAll() {
    List<Place> parked = places().stream().filter(place -> place.state() == State.PARKED).toList();
    parked.forEach(place -> place.queue().retrySequenceOf(place.letter()));
    return parked.size();
  }

  @Override
  public boolean giveUp(String id) {
    Optional<Place> found = place(id);
    found.ifPresent(
        place -> {
          instead(place).ifPresent(command -> answerTo(command).join());
          place.queue().evict(place.letter());
          log.warn(
              "{} of {} was given up by an operator",
              DeadLetters.name(place.letter().message()),
              place.queue().processor());
        });
    return found.isPresent();
  }

  private CompletableFuture<Object> answerTo(Object command) {
    return gateway.send(command);
  }

  private static Optional<Object> instead(Place place) {
    try {
      return place
          .service()
          .compensation(place.queue().processor())
          .insteadOf(place.letter().message().getPayload());
    } catch (SerializationException e) {
      return Optional.empty(); // what cannot be read tells nothing to do
    }
  }

  private Optional<Place> place(String id) {
    return places().stream().filter(place -> place.letter().getIdentifier().equals(id)).findFirst();
  }
}
