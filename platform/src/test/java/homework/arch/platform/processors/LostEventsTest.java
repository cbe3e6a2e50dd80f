package homework.arch.platform.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LostEventsTest {

  private final LostEvents lost = new LostEvents();

  @Test
  void aProcessorAtTheHeadOrBehindItHasLostNothing() {
    lost.look(Map.of("saga", 10L, "mail", 3L), 10);

    expectHealthy();
  }

  @Test
  void whereThereWasNeverAnEventNothingIsLost() {
    lost.look(Map.of("saga", -1L), -1);

    expectHealthy();
  }

  @Test
  void aProcessorThatIsAheadIsToldOnce(CapturedOutput output) {
    lost.look(Map.of("saga", 10L, "mail", 7L), 7);
    lost.look(Map.of("saga", 10L, "mail", 7L), 7);

    assertThat(lost.by("saga")).isEqualTo(3);
    assertThat(lost.by("mail")).isZero();
    assertThat(lost.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(lost.health().getDetails()).containsValue(Map.of("saga", 3L));
    assertThat(output.toString().lines().filter(line -> line.contains("ERROR")))
        .singleElement()
        .asString()
        .contains("saga has handled event 10, but the last one is 7");
  }

  @Test
  void anEmptiedEventStoreHasLostAll() {
    lost.look(Map.of("saga", 0L), -1);

    assertThat(lost.by("saga")).isEqualTo(1);
  }

  @Test
  void whatWasPassedOverIsNotForgottenWhenTheHeadHasComePast() {
    lost.look(Map.of("saga", 10L), 7);
    lost.look(Map.of("saga", 20L), 20);

    assertThat(lost.by("saga")).isEqualTo(3);
  }

  @Test
  void aProcessorThatBeginsAnewIsWell() {
    lost.look(Map.of("saga", 10L), 7);
    lost.look(Map.of("saga", -1L), 7);

    expectHealthy();
  }

  private void expectHealthy() {
    assertThat(lost.by("saga")).isZero();
    assertThat(lost.health().getStatus()).isEqualTo(Status.UP);
  }
}
