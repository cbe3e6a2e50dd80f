package homework.arch.platform.processors;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the stream of events came to which position, to tell how late a processor is: its next event
 * is as old as the first look that saw the stream beyond it. No event need be read for that,
 * whatever keeps the events. Nobody remembers what was before the process started.
 */
final class HeadHistory {

  /** Of a day under load; beside the first, older ones are forgotten. */
  private static final int MOST = 86_400;

  private final TreeMap<Long, Instant> seen = new TreeMap<>();

  /** Each second, with a head that never goes back. */
  void look(long head, Instant now) {
    if (seen.isEmpty() || seen.lastKey() < head) {
      seen.put(head, now);
    }
    if (seen.size() > MOST) {
      seen.remove(seen.higherKey(seen.firstKey()));
    }
  }

  /** How long ago the event behind a position was there already. */
  Duration lateness(long position, Instant now) {
    Map.Entry<Long, Instant> beyond = seen.higherEntry(position);
    return beyond == null ? Duration.ZERO : Duration.between(beyond.getValue(), now);
  }

  /** What nobody is behind of. */
  void forgetUpTo(long position) {
    seen.headMap(position, true).clear();
  }
}
