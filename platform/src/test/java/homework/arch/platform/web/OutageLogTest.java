package homework.arch.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OutageLogTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final OutageLog outage =
      new OutageLog(LoggerFactory.getLogger(OutageLogTest.class), now::get);

  @Test
  void thousandsOfRefusedRequestsAreAFewLines(CapturedOutput output) {
    refuse(1);
    assertThat(lines(output)).isOne();
    refuse(2999);
    assertThat(lines(output)).isOne();
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    refuse(3);

    assertThat(lines(output)).isEqualTo(2);
    assertThat(output).contains("2999 requests before this one were refused as well");
    assertThat(output).doesNotContain("\tat ");
  }

  /** What was not told before is told with the first of the next outage. */
  @Test
  void anOutageThatComesLaterIsToldAtOnce(CapturedOutput output) {
    refuse(1);
    now.addAndGet(Duration.ofHours(1).toNanos());
    refuse(1);

    assertThat(lines(output)).isEqualTo(2);
    assertThat(output).doesNotContain("before this one");
  }

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      outage.tell(new TimeoutException("no answer"));
    }
  }

  private static long lines(CapturedOutput output) {
    return output.getOut().lines().filter(line -> line.contains("is away")).count();
  }
}
