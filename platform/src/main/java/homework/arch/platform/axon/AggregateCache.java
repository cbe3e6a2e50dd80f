package homework.arch.platform.axon;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in memory; beyond a number of them the one is forgotten that was used least recently.
 *
 * <p>A cache that keeps what is used often (Caffeine's) forgets an order that has just been placed
 * rather than one that is decided: it was used once, the other three times. A cache of weak
 * references forgets at every garbage collection.
 */
final class AggregateCache implements Cache {

  private final Map<Object, Object> entries;

  /**
   * @param most so many are kept
   */
  AggregateCache(int most) {
    entries =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
                return size() > most;
              }
            });
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Axon's interface has it
  public <K, V> @Nullable V get(K key) {
    return (V) entries.get(key);
  }

  @Override
  public void put(Object key, Object value) {
    entries.put(key, value);
  }

  @Override
  public boolean putIfAbsent(Object key, Object value) {
    return entries.putIfAbsent(key, value) == null;
  }

  @Override
  public boolean remove(Object key) {
    return entries.remove(key) != null;
  }

  @Override
  public void removeAll() {
    entries.clear();
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  /** Axon listens to caches of sagas only, and this is none. */
  @Override
  public Registration registerCacheEntryListener(EntryListener listener) {
    throw new UnsupportedOperationException("Nobody is told of what is forgotten.");
  }
}
