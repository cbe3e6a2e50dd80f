package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AggregateCacheTest {

  private static final int MOST = 1_000;

  private final AggregateCache cache = new AggregateCache(MOST);

  /**
   * As under load: each order is placed, and used again when hundreds have been placed after it.
   */
  @Test
  void keepsTheOrdersThatAreUnderWayHoweverManyWereDecided() {
    int underWay = MOST / 4; // they come twice: as placed, and as decided
    List<Integer> forgotten =
        IntStream.range(0, 100 * MOST)
            .filter(
                placed -> {
                  cache.put(placed, "order");
                  int decided = placed - underWay;
                  boolean known = cache.get(decided) != null;
                  cache.get(decided); // and its mail is noted
                  return decided >= 0 && !known;
                })
            .boxed()
            .toList();

    assertThat(forgotten).isEmpty();
  }

  @Test
  void forgetsWhatWasUsedLeastRecentlyAndNoMoreThanItMust() {
    IntStream.range(0, MOST).forEach(i -> cache.put(i, i));
    cache.get(0);
    cache.put(MOST, MOST);

    assertThat(cache.containsKey(0)).isTrue();
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(IntStream.rangeClosed(2, MOST)).allMatch(cache::containsKey);
  }

  @Test
  void putsIfAbsentAndRemovesAsAxonAsks() {
    assertThat(cache.putIfAbsent("id", 1)).isTrue();
    assertThat(cache.putIfAbsent("id", 2)).isFalse();
    assertThat(cache.<String, Integer>get("id")).isEqualTo(1);
    assertThat(cache.remove("id")).isTrue();
    assertThat(cache.remove("id")).isFalse();
    cache.put("id", 3);
    cache.removeAll();
    assertThat(cache.<String, Integer>get("id")).isNull();
  }
}
