package homework.arch.platform.processors;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the stream of events came to which position, to tell how late a processor is: its next event
 * is as old as the first look that saw the stream beyond it. No event need be read for that,
 * whatever keeps the events. Nobody remembers what was before the process started.
 */
final class HeadHistory {

  /** From there on every other look is forgotten, so that who stands still costs no memory. */
  private static final int MOST = 2_000;

  private final TreeMap<Long, Instant> seen = new TreeMap<>();

  /** Each second, with a head that never goes back. */
  void look(long head, Instant now) {
    if (seen.isEmpty() || seen.lastKey() < head) {
      seen.put(head, now);
    }
    if (seen.size() > MOST) {
      Iterator<Long> positions = seen.keySet().iterator();
      for (boolean keep = true; positions.hasNext(); keep = !keep) {
        positions.next();
        if (!keep) {
          positions.remove();
        }
      }
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
