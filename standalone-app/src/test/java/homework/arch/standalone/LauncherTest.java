package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

  private static final long LONG = TimeUnit.MINUTES.toNanos(2);

  private static List<String> command(String... given) {
    return Launcher.command(List.of(given), "audit", "--a=b c");
  }

  @Test
  void theChildHasOptionsOfOursAndThenThoseOfTheUser() {
    assertThat(command("-Da=b c", "-ea").subList(1, 7))
        .containsExactly(
            "-XX:+UseParallelGC",
            "-Xmx330m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Da=b c",
            "-ea",
            "-Darch.supervised=by-parent");
    assertThat(command()).endsWith(Launcher.class.getName(), "audit", "--a=b c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx1g", "-Xms1g", "-XX:MaxHeapSize=1g", "-XX:MaxRAMPercentage=65"})
  void whoGivesASizeOfTheHeapGetsThatAlone(String option) {
    assertThat(command(option)).contains(option, "-XX:+UseParallelGC").doesNotContain("-Xmx330m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
  void whoGivesACollectorGetsThatAlone(String option) {
    assertThat(command(option)).contains(option, "-Xmx330m").doesNotContain("-XX:+UseParallelGC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
        "-javaagent:agent.jar",
        "-Dcom.sun.management.jmxremote.port=9010",
        "-XX:StartFlightRecording=filename=a.jfr"
      })
  void aDebuggerAndItsLikeFindTheApplicationInTheirOwnProcess(String option) {
    assertThat(Launcher.isInOneProcess("true", List.of("-Xmx1g", option))).isTrue();
  }

  @Test
  void elseThereIsAParentUnlessItIsSwitchedOff() {
    assertThat(Launcher.isInOneProcess("true", List.of("-Xmx1g", "-Dagent=a"))).isFalse();
    assertThat(Launcher.isInOneProcess("false", List.of())).isTrue();
  }

  @Test
  void onlyACrashIsFollowedByAStart() {
    assertThat(Launcher.isFollowedByAStart(Launcher.CRASHED, 0)).isTrue();
    assertThat(Launcher.isFollowedByAStart(3, LONG)).as("out of memory").isTrue();
    assertThat(Launcher.isFollowedByAStart(3, 0)).as("out of memory at once").isFalse();
    assertThat(Launcher.isFollowedByAStart(3, LONG, "audit")).as("it would again").isFalse();
    for (int code : new int[] {0, 1, 2, 130, 134, 137, 143}) {
      assertThat(Launcher.isFollowedByAStart(code, LONG)).as("%d", code).isFalse();
    }
  }
}
