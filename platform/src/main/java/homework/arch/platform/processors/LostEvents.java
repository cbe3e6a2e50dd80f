package homework.arch.platform.processors;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells of events that are no more: the event store was emptied or restored to an older moment, and
 * event processors have come further than it goes. They take the next events for handled, so that
 * nothing is done about them, and they have no lag. It is told by the log, by the gauge {@code
 * arch.processor.ahead} and by the health; not by the readiness, since all processes would fall at
 * once and with them what still answers.
 *
 * <p>That the head comes past a processor again mends nothing: what was appended before that was
 * passed over. Only a processor that begins anew, or at an older token, is well again.
 */
final class LostEvents extends AbstractHealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(LostEvents.class);

  private final Map<String, Ahead> ahead = new ConcurrentHashMap<>();

  /**
   * @param by how many events are no more, at the least
   */
  private record Ahead(long position, long by) {}

  LostEvents() {
    super("The events cannot be asked for");
  }

  long by(String processor) {
    Ahead known = ahead.get(processor);
    return known == null ? 0 : known.by();
  }

  /**
   * Called every now and then.
   *
   * @param position where the processor is
   * @param head the last event's position, or -1 where there is none
   */
  void look(String processor, long position, long head) {
    Ahead known = ahead.get(processor);
    if (known != null && position < known.position()) {
      ahead.remove(processor);
      log.info("{} has gone back to event {}", processor, position);
    } else if (known == null && position > head) {
      ahead.put(processor, new Ahead(position, position - head));
      log.error(
          "{} has handled event {}, but the last one is {}: the events were restored to an older"
              + " moment than the databases. What comes next is passed over; stop, and restore older"
              + " databases as well",
          processor,
          position,
          head);
    }
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    Map<String, Long> lost = new TreeMap<>();
    ahead.forEach((processor, of) -> lost.put(processor, of.by()));
    if (lost.isEmpty()) {
      health.up();
    } else {
      health.down().withDetail("handled, and lost by the event store", lost);
    }
  }
}
