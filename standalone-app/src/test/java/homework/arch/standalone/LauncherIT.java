package homework.arch.standalone;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The application with the parent that watches it, as {@code java -jar} starts them. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

  private static final String CRASH = "/actuator/crash";

  @TempDir private Path folder;

  @Test
  void aCrashUnderLoadIsFollowedByAStartAndTheMoneyIsRight() throws Exception {
    try (AppProcess app = AppProcess.launchSupervised(folder, Map.of()).awaitReady()) {
      Clients clients = new Clients(new Api(app::url)).start();
      for (int i = 0; i < 2; i++) {
        ProcessHandle child = app.child();
        app.management().post(CRASH, "{}").expect(202);
        expectToEnd(child);
        app.awaitReady();
        assertThat(app.child().pid()).isNotEqualTo(child.pid());
      }
      clients.stop();
      app.management().expectThatTheAuditHolds();
      Api.Answer deeds = app.management().get("/actuator/operatorlog").expect(200);
      assertThat(deeds.body().get("content").valueStream())
          .filteredOn(deed -> deed.get("what").asString().equals("POST " + CRASH))
          .hasSize(2)
          .allMatch(crash -> crash.get("outcome").asString().equals("BEGUN"));
      assertThat(app.output()).contains("arch-axon has crashed, exit code 86");
      assertThat(app.stop()).isEqualTo(143);
    }
    assertThat(folder.resolve("arch-axon-data/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void killingTheParentEndsTheChildAtOnceAndANewStartWorksUntilCtrlCEndsItInOrder() {
    String port = Integer.toString(AppProcess.freePort());
    Map<String, String> settings = Map.of("SERVER_PORT", port);
    try (AppProcess starting = AppProcess.launchSupervised(folder, settings)) {
      Path server = folder.resolve("arch-axon-data/data/postmaster.pid");
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(server));
      killParent(starting);
    }
    List<String> orders = new ArrayList<>();
    String userId;
    try (AppProcess killed = AppProcess.launchSupervised(folder, settings).awaitReady()) {
      Api api = new Api(killed::url);
      userId = api.userWith("1000");
      for (int i = 0; i < 30; i++) {
        orders.add(api.order(userId, "10").expect(201).id("orderId"));
      }
      killParent(killed);
    }
    try (AppProcess next = AppProcess.launchSupervised(folder, settings).awaitReady()) {
      Api api = new Api(next::url);
      for (String order : orders) {
        assertThat(api.decidedOrder(order).id("status")).isEqualTo("APPROVED");
      }
      api.expectBalance(userId, "700");
      ProcessHandle child = next.child();
      assertThat(next.interrupt()).isEqualTo(130);
      assertThat(child.isAlive()).isFalse();
      expectAnEndInOrder(next);
    }
  }

  private static void killParent(AppProcess app) {
    ProcessHandle child = app.child();
    app.kill();
    expectToEnd(child);
  }

  private static void expectToEnd(ProcessHandle process) {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
  }

  @Test
  void endsInOrderByASignalToTheParentAlone() {
    try (AppProcess app = AppProcess.launchSupervised(folder, Map.of()).awaitReady()) {
      ProcessHandle child = app.child();
      assertThat(app.stop()).isEqualTo(143);
      assertThat(child.isAlive()).isFalse();
      expectAnEndInOrder(app);
    }
  }

  private void expectAnEndInOrder(AppProcess app) {
    assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    assertThat(folder.resolve("arch-axon-data/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void aStartThatFailsIsToldInOneSentenceWithItsExitCode() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      StandaloneIT.expectOneSentence(
          AppProcess.launchSupervised(folder, Map.of("SERVER_PORT", port)),
          "Port " + port + " was already in use");
    }
  }

  @Test
  void aHeapThatIsTooSmallEndsTheStart() throws IOException {
    try (AppProcess failing = AppProcess.launchSupervised(folder, Map.of(), "-Xmx12m")) {
      assertThat(failing.awaitExit()).isEqualTo(3);
      assertThat(failing.output()).doesNotContain("started again");
    }
    // It may have ended while PostgreSQL was being set up, which goes on by itself.
    new PostgresPrograms(folder.toRealPath().resolve("arch-axon-data")).killAll();
  }

  @Test
  void aJarIsUnpackedBesideItselfOnceForEachBuild() throws IOException {
    Path built = Path.of("../standalone-app/target/standalone-app.jar");
    Path jar = Files.copy(built, folder.resolve("app.jar"));

    Path first = UnpackedJar.of(jar);
    assertThat(first).hasFileName("app.jar").isRegularFile();
    assertThat(first.resolveSibling("lib")).isNotEmptyDirectory();
    assertThat(UnpackedJar.of(jar)).isEqualTo(first);

    Files.copy(Path.of("../user-app/target/user-app.jar"), jar, REPLACE_EXISTING);
    Path second = UnpackedJar.of(jar);
    assertThat(second).isNotEqualTo(first).isRegularFile();
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(jar, second.getParent());
    }

    assertThat(UnpackedJar.held(second)).isEqualTo(second);
    assertThat(UnpackedJar.held(second)).as("at the start after a crash").isEqualTo(second);
    Files.createDirectory(folder.resolve("unpacking-999999999"));
    Files.copy(built, jar, REPLACE_EXISTING);
    Path third = UnpackedJar.of(jar);
    assertThat(third).isEqualTo(first).isRegularFile();
    assertThat(second).as("somebody runs it").isRegularFile();
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(jar, second.getParent(), third.getParent());
    }
  }

  @Test
  void hasItsOptionsFromTheCommandLineAndTheEnvironmentAndWhoKillsTheChildWantsItGone() {
    Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Darch.currency=EUR");
    try (AppProcess app =
        AppProcess.launchSupervised(folder, environment, "-Darch.crash-allowed=true")) {
      app.awaitReady();
      assertThat(app.child().info().arguments().orElseThrow())
          .contains("-XX:+UseSerialGC", "-Xmx330m", "-Darch.currency=EUR")
          .contains("-Darch.crash-allowed=true")
          .doesNotContain("-XX:+UseParallelGC");
      assertThat(app.output()).containsOnlyOnce("Picked up JAVA_TOOL_OPTIONS");
      Api.Answer foreign =
          app.management().post(CRASH, "{}", "Sec-Fetch-Site", "cross-site").expect(403);
      assertThat(foreign.text()).isEmpty();
      assertThat(app.child().isAlive()).isTrue();
      app.child().destroyForcibly();
      assertThat(app.awaitExit()).isEqualTo(137);
      assertThat(app.output()).doesNotContain("started again");
    }
  }

  @Test
  void aDebuggerFindsAllInOneProcessThatACrashEnds() {
    String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
    try (AppProcess app = AppProcess.launchSupervised(folder, Map.of(), debugger).awaitReady()) {
      assertThat(app.children()).isEmpty();
      app.management().post(CRASH, "{}").expect(202);
      assertThat(app.awaitExit()).isEqualTo(Launcher.CRASHED);
    }
  }
}
