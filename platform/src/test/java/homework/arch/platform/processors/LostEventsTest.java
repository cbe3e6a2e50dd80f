package homework.arch.platform.processors;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.platform.processors.ProcessorLag.Measured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LostEventsTest {

  private Measured measured = Measured.NOTHING;
  private final LostEvents lost = new LostEvents(List.of(), () -> measured);

  @Test
  void aProcessorAtTheHeadOrBehindItHasLostNothing() {
    look(10, Map.of("saga", 10L, "mail", 3L));

    expectHealthy();
  }

  @Test
  void whereThereWasNeverAnEventNothingIsLost() {
    look(-1, Map.of("saga", -1L));

    expectHealthy();
  }

  @Test
  void aProcessorThatIsAheadIsToldOnce(CapturedOutput output) {
    look(7, Map.of("saga", 10L, "mail", 7L));
    look(7, Map.of("saga", 10L, "mail", 7L));

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
    look(-1, Map.of("saga", 0L));

    assertThat(lost.by("saga")).isEqualTo(1);
  }

  @Test
  void whatWasPassedOverIsNotForgottenWhenTheHeadHasComePast() {
    look(7, Map.of("saga", 10L));
    look(20, Map.of("saga", 20L));
    measured = Measured.NOTHING;
    lost.look();

    assertThat(lost.by("saga")).isEqualTo(3);
  }

  @Test
  void aProcessorThatBeginsAnewIsWell() {
    look(7, Map.of("saga", 10L));
    look(7, Map.of("saga", -1L));

    expectHealthy();
  }

  private void look(long head, Map<String, Long> positions) {
    measured = new Measured(head, positions);
    lost.look();
  }

  private void expectHealthy() {
    assertThat(lost.by("saga")).isZero();
    assertThat(lost.health().getStatus()).isEqualTo(Status.UP);
  }
}
