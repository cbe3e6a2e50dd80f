package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** An application in a process of its own, which can be killed. */
final class AppProcess implements AutoCloseable {

  private static final int SIGINT = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  static final String STANDALONE = "standalone-app";
  private static final List<String> STARTS_FAST =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  private static final AtomicInteger NEXT_PORT = new AtomicInteger(firstPort());
  static final String IN_ONE_PROCESS = "-Darch.supervised=false";

  private final String name;
  private final Process process;
  private final Path output;
  private final int port;
  private final Api management;

  private AppProcess(String name, Process process, Path output, int port, int managementPort) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.port = port;
    this.management = new Api(() -> URI.create("http://127.0.0.1:" + managementPort));
  }

  /** Starts the standalone application in the folder and waits until it is ready. */
  static AppProcess start(Path folder) {
    return start(folder, Map.of());
  }

  static AppProcess start(Path folder, Map<String, String> environment) {
    AppProcess started = launch(folder, environment);
    try {
      started.awaitReady();
    } catch (AssertionError e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** Starts the standalone application in the folder and returns at once. */
  static AppProcess launch(Path folder, Map<String, String> environment) {
    return launch(STANDALONE, folder, environment);
  }

  /**
   * Starts the standalone application in the folder as its users do, with a parent that watches it,
   * and returns at once.
   *
   * @param options of the JVM
   */
  static AppProcess launchSupervised(
      Path folder, Map<String, String> environment, String... options) {
    List<String> all = new ArrayList<>(ArchivedClasses.option());
    all.addAll(List.of(options));
    return launch(STANDALONE, folder, environment, all);
  }

  /** Starts an application in the folder and returns at once. */
  static AppProcess launch(String name, Path folder, Map<String, String> environment) {
    if (name.equals(STANDALONE)) {
      return launchSupervised(folder, environment, IN_ONE_PROCESS);
    }
    return launch(name, folder, environment, List.of(IN_ONE_PROCESS));
  }

  /** Only with these options of the JVM. */
  static AppProcess launch(
      String name, Path folder, Map<String, String> environment, List<String> options) {
    try {
      int port = Integer.parseInt(environment.getOrDefault("SERVER_PORT", freePort() + ""));
      int managementPort = freePort();
      if (name.equals(STANDALONE) && !environment.containsKey("SPRING_DATASOURCE_URL")) {
        TestDatabase.bringPrograms(folder.resolve("arch-axon-data"));
      }
      Path output = Files.createTempFile(folder, name, ".txt");
      List<String> command = new ArrayList<>(STARTS_FAST);
      command.add(0, ProcessHandle.current().info().command().orElse("java"));
      command.addAll(options);
      command.addAll(List.of("-jar", UnpackedApp.jar(name).toString()));
      command.addAll(0, withCtrlC());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("SERVER_PORT", Integer.toString(port));
      builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
      builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
      builder.environment().put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
      builder.environment().putAll(environment);
      return new AppProcess(name, builder.start(), output, port, managementPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AppProcess awaitReady() {
    await("ready", () -> "UP".equals(health("readiness")));
    return this;
  }

  /** A start on a long history: its read models and processes are behind it for a while. */
  AppProcess awaitCaughtUp() {
    await(
        "caught up",
        () ->
            management
                .get("/actuator/processors")
                .expect(200)
                .body()
                .get("processors")
                .valueStream()
                .allMatch(processor -> processor.get("lag").asLong(1) == 0));
    return this;
  }

  void awaitUnready() {
    await("unready", () -> "DOWN".equals(health("readiness")));
  }

  void awaitOutput(String text) {
    await(text, () -> output().contains(text));
  }

  private void await(String state, BooleanSupplier reached) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!reached.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new AssertionError(name + " did not become " + state + ":\n" + output());
      }
      Api.pause();
    }
  }

  /** UP or DOWN, or nothing if it does not answer. */
  String health(String group) {
    try {
      return management.get("/actuator/health/" + group).id("status");
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  /** What the management port tells at the path, as it is. */
  String management(String path) {
    return management.text(path);
  }

  /** Its management port. */
  Api management() {
    return management;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** All that it has written to its terminal. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Ctrl-C does: asks it to stop, and waits until it has. */
  int stop() {
    process.destroy();
    return awaitExit();
  }

  /** As kill -STOP does: it stands still, and its connections stay open. */
  void freeze() {
    signal("STOP", List.of());
  }

  /** After it was frozen. */
  void goOn() {
    signal("CONT", List.of());
  }

  /**
   * Whoever is started in the background by a script ignores SIGINT, and so do its children; a JVM
   * leaves it at that. As from a terminal it is not ignored.
   */
  private static List<String> withCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean isIgnored =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16))
                .anyMatch(signals -> (signals & 1 << (SIGINT - 1)) != 0);
    return isIgnored ? List.of("env", "--default-signal=INT") : List.of();
  }

  /** As Ctrl-C in a terminal does: all processes of the group get it. */
  int interrupt() {
    signal("INT", children());
    return awaitExit();
  }

  private void signal(String signal, List<ProcessHandle> others) {
    try {
      List<String> command = new ArrayList<>(List.of("kill", "-" + signal, process.pid() + ""));
      others.forEach(child -> command.add(child.pid() + ""));
      assertThat(new ProcessBuilder(command).start().onExit().join().exitValue()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** The processes that it has started and that live; its PostgreSQL is none of them. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** The one that it watches. */
  ProcessHandle child() {
    assertThat(children()).hasSize(1);
    return children().get(0);
  }

  int awaitExit() {
    try {
      return process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().exitValue();
    } catch (CompletionException e) {
      process.destroyForcibly();
      throw new AssertionError("it did not end:\n" + output(), e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  /** The settings of an application that hands its mail over to a server on this computer. */
  static Map<String, String> mailTo(int port) {
    return Map.of(
        "SPRING_MAIL_HOST", "127.0.0.1",
        "SPRING_MAIL_PORT", Integer.toString(port),
        "ARCH_MAIL_FROM", "mail@shop.example");
  }

  /**
   * One of this JVM's own, of the several that run tests. One that the system gives to whoever asks
   * for any could be given to another before the application listens on it.
   */
  static int freePort() {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody else's.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Below those that the system gives. */
  private static int firstPort() {
    String fork = System.getProperty(InOneJvm.OWN_FOLDER, "").replaceAll("\\D", "");
    int range = fork.isEmpty() ? 0 : Integer.parseInt(fork) % 4;
    return 10_000 + 5_000 * range + ThreadLocalRandom.current().nextInt(4_000);
  }
}
