package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {

  @Test
  void thePausesDoubleUpToTheLongest() {
    Retries retries = new Retries(Duration.ofSeconds(2), Duration.ofSeconds(15), 8);

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(retries::pauseAfter).map(Duration::toSeconds))
        .containsExactly(2L, 4L, 8L, 15L, 15L, 15L);
    assertThat(retries.pauseAfter(Integer.MAX_VALUE)).hasSeconds(15);
  }
}
