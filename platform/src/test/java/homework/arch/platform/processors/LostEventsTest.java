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
    lost.look("saga", 10, 10);
    lost.look("mail", 3, 10);

    expectHealthy();
  }

  @Test
  void whereThereWasNeverAnEventNothingIsLost() {
    lost.look("saga", -1, -1);

    expectHealthy();
  }

  @Test
  void aProcessorThatIsAheadIsToldOnce(CapturedOutput output) {
    lost.look("saga", 10, 7);
    lost.look("mail", 7, 7);
    lost.look("saga", 10, 7);
    lost.look("mail", 7, 7);

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
    lost.look("saga", 0, -1);

    assertThat(lost.by("saga")).isEqualTo(1);
  }

  @Test
  void whatWasPassedOverIsNotForgottenWhenTheHeadHasComePast() {
    lost.look("saga", 10, 7);
    lost.look("saga", 20, 20);

    assertThat(lost.by("saga")).isEqualTo(3);
  }

  @Test
  void aProcessorThatBeginsAnewIsWell() {
    lost.look("saga", 10, 7);
    lost.look("saga", -1, 7);

    expectHealthy();
  }

  private void expectHealthy() {
    assertThat(lost.by("saga")).isZero();
    assertThat(lost.health().getStatus()).isEqualTo(Status.UP);
  }
}
