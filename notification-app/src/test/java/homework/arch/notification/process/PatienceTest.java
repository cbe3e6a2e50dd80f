package homework.arch.notification.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void thePausesDoubleUpToTheLongest() {
    Patience patience = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(15), 8);

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(patience::pauseAfter).map(Duration::toSeconds))
        .containsExactly(2L, 4L, 8L, 15L, 15L, 15L);
    assertThat(patience.pauseAfter(Integer.MAX_VALUE)).hasSeconds(15);
  }
}
