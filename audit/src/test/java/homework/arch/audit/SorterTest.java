package homework.arch.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SorterTest {

  /** In one file, in a few, and in one for each. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 10_000, 1})
  void sortsAllThatWasAdded(int memory) throws IOException {
    Random random = new Random(1);
    List<String> items = new ArrayList<>();
    try (Sorter sorter = new Sorter(memory)) {
      for (int i = 0; i < 1000; i++) {
        String item = Long.toHexString(random.nextLong()) + " «ё»".repeat(i % 20);
        items.add(item);
        sorter.add(item);
      }
      items.sort(Comparator.naturalOrder());

      sorter.sort();

      for (String item : items) {
        assertThat(sorter.next()).isEqualTo(item);
      }
      assertThat(sorter.next()).isNull();
    }
  }

  @Test
  void nothingIsSortedToNothing() throws IOException {
    try (Sorter sorter = new Sorter()) {
      sorter.sort();
      assertThat(sorter.next()).isNull();
    }
  }
}
