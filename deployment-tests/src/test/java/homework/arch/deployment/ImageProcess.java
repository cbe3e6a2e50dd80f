package homework.arch.deployment;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An image's entrypoint, run as it is from the folder that the image was unpacked to, by the JVM of
 * the test. What the image calls /app is in that folder, what it calls /tmp is the temporary one.
 */
final class ImageProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Process process;
  private final Path root;
  private final Path output;
  private final int port;
  private final int managementPort;
  private final HttpClient client = HttpClient.newHttpClient();

  private ImageProcess(Process process, Path root, Path output, int port, int managementPort) {
    this.process = process;
    this.root = root;
    this.output = output;
    this.port = port;
    this.managementPort = managementPort;
  }

  static ImageProcess start(Image image, Path root, Path temporary, Map<String, String> environment)
      throws IOException {
    int port = freePort();
    int managementPort = freePort();
    Path output = temporary.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command(image, root, temporary))
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
    builder.environment().put("SERVER_PORT", Integer.toString(port));
    builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
    builder.environment().putAll(environment);
    return new ImageProcess(builder.start(), root, output, port, managementPort);
  }

  private static List<String> command(Image image, Path root, Path temporary) throws IOException {
    List<String> command = new ArrayList<>();
    for (String argument : image.entrypoint()) {
      if (argument.equals("java")) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // For the test's sake: it starts sooner.
        command.add("-XX:TieredStopAtLevel=1");
      } else if (argument.startsWith("@/")) {
        String text = Files.readString(root.resolve(argument.substring(2)));
        Path moved = temporary.resolve("arguments");
        Files.writeString(moved, text.replace("/app/", root + "/app/"), CREATE_NEW);
        command.add("@" + moved);
      } else {
        command.add(argument.replace("=/tmp", "=" + temporary));
      }
    }
    return command;
  }

  void awaitReadiness() {
    Instant end = Instant.now().plus(PATIENCE);
    while (healthCheck() != 0) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new AssertionError("it did not become ready:\n" + output());
      }
      pause();
    }
  }

  /** Runs the health check of the image, and tells its exit code. */
  int healthCheck() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("bash", root.resolve("usr/local/bin/healthy").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The status of a GET. */
  int get(String path) {
    return get(port, path).statusCode();
  }

  /** The body of a GET at the management port. */
  String getManagement(String path) {
    return get(managementPort, path).body();
  }

  private HttpResponse<String> get(int port, String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a container is stopped; tells the exit code. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
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
    process.destroyForcibly().onExit().join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
