package homework.arch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @TempDir private Path folder;

  private final Report report = new Report();

  @Test
  void theMedianIsOfAllRounds() {
    report.add("three", "", 5);
    report.add("three", "", 1);
    report.add("three", "", 3);
    report.add("two", "", 1);
    report.add("two", "", 2);
    report.add("none", "", Double.NaN);

    assertThat(report.median("three")).isEqualTo(3);
    assertThat(report.median("two")).isEqualTo(1.5);
    assertThat(report.median("none")).isNaN();
  }

  @Test
  void aRatioComparesWhatWasMeasuredInTheSameRound() {
    for (int round = 1; round <= 3; round++) { // a machine that is twice as fast each time
      report.add("system", "", 50 * Math.pow(2, round));
      report.add("limit", "", 100 * Math.pow(2, round));
    }
    report.ratio("system / limit", "system", "limit");
    report.ratio("system / other", "system", "other");

    assertThat(report.median("system / limit")).isEqualTo(0.5);
    assertThat(report.median("system / other")).isNaN();
  }

  @Test
  void theFileHasEachRoundAndEachCheck() throws IOException {
    report.add("rate", "orders/s", 700);
    report.add("rate", "orders/s", 800);
    report.check("money", false, "1 is missing");
    report.write(folder.resolve("bench.json"));

    assertThat(report.holds()).isFalse();
    assertThat(Files.readString(folder.resolve("bench.json")))
        .contains("700.0", "800.0", "\"median\" : 750.0", "1 is missing");
  }
}
