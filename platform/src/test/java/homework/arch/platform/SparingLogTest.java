package homework.arch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SparingLogTest {

  private long now = Long.MAX_VALUE; // the clock may overflow, and goes on
  private final SparingLog log =
      new SparingLog(LoggerFactory.getLogger("homework.sparing"), () -> now);

  @Test
  void theFirstIsToldAndThenHowManyMoreThereWere(CapturedOutput output) {
    for (int i = 0; i < 100; i++) {
      log.warn("No answer", "gone " + i);
    }
    assertThat(warnings(output)).isEqualTo(1);
    assertThat(output).contains("No answer: gone 0");

    now += Duration.ofSeconds(11).toNanos();
    log.warn("No answer", "gone 100");

    assertThat(warnings(output)).isEqualTo(2);
    assertThat(output).contains("No answer: gone 100 (99 more since the last line of this kind)");
  }

  @Test
  void whatIsRareIsToldEachTime(CapturedOutput output) {
    for (int i = 0; i < 3; i++) {
      log.warn("No answer", "gone");
      now += Duration.ofSeconds(11).toNanos();
    }

    assertThat(warnings(output)).isEqualTo(3);
    assertThat(output).doesNotContain("more");
  }

  private static long warnings(CapturedOutput output) {
    return output.toString().lines().filter(line -> line.contains("WARN")).count();
  }
}
