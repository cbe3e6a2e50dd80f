package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;

/** The executable jar in a process of its own, which can be killed. */
final class StandaloneProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path JAR = Path.of("target", "standalone-app.jar").toAbsolutePath();

  private final Process process;
  private final Path output;
  private final int port;

  private StandaloneProcess(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Starts it in the folder and returns at once. */
  static StandaloneProcess launch(Path folder, Map<String, String> environment) {
    return launch(JAR, folder, environment);
  }

  /** Starts another application's jar in the folder and returns at once. */
  static StandaloneProcess launch(Path jar, Path folder, Map<String, String> environment) {
    try {
      int port = Integer.parseInt(environment.getOrDefault("SERVER_PORT", freePort() + ""));
      Path output = Files.createTempFile(folder, "output", ".txt");
      List<String> command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  jar.toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("SERVER_PORT", Integer.toString(port));
      builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
      builder.environment().put("MANAGEMENT_SERVER_PORT", "0");
      builder.environment().put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
      builder.environment().putAll(environment);
      return new StandaloneProcess(builder.start(), output, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it in the folder and waits until it says that it is ready. */
  static StandaloneProcess start(Path folder) {
    return start(folder, Map.of());
  }

  static StandaloneProcess start(Path folder, Map<String, String> environment) {
    StandaloneProcess started = launch(folder, environment);
    Instant end = Instant.now().plus(PATIENCE);
    while (!started.output().contains("arch-axon is ready")) {
      if (!started.process.isAlive() || Instant.now().isAfter(end)) {
        started.close();
        throw new AssertionError("it did not become ready:\n" + started.output());
      }
      pause();
    }
    return started;
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

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it did not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
