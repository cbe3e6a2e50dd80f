package homework.arch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An application as its user starts it: a jar in a process of its own. */
final class App implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** An audit reads everything. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

  /** What the user has set for other purposes must not change what is measured. */
  private static final Pattern SETTING =
      Pattern.compile(
          "(ARCH|AXON|LOGGING|MANAGEMENT|SERVER|SPRING)_.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The latest first. */
  private static final Deque<App> LAUNCHED = new ConcurrentLinkedDeque<>();

  private final String name;
  private final Process process;
  private final Path output;
  private final int port;
  private final int managementPort;
  private final long launched = System.nanoTime();

  private App(String name, Process process, Path output, int port, int managementPort) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.port = port;
    this.managementPort = managementPort;
    LAUNCHED.push(this);
  }

  /**
   * Starts it, with no settings but where its ports and its folder are, and returns at once.
   *
   * @param arguments those after {@code java}
   */
  static App launch(
      String name,
      Path folder,
      Options options,
      List<String> arguments,
      Map<String, String> settings) {
    try {
      int port = freePort();
      int managementPort = freePort();
      Path output = folder.resolve(name + ".log");
      List<String> command = new ArrayList<>(List.of(options.java()));
      command.addAll(options.jvm());
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Files.createDirectories(folder).toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().keySet().removeIf(set -> SETTING.matcher(set).matches());
      builder.environment().put("SERVER_PORT", Integer.toString(port));
      builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
      builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
      builder.environment().put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
      builder.environment().putAll(settings);
      return new App(name, builder.start(), output, port, managementPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many seconds after its launch it was ready. */
  double awaitReady() {
    return await("http://127.0.0.1:" + managementPort + "/actuator/health/readiness");
  }

  /** As {@link #awaitReady()}, for what has no such endpoint. */
  double awaitAnswer(String path) {
    return await("http://127.0.0.1:" + port + path);
  }

  private double await(String url) {
    while (true) {
      try {
        if (call("GET", url, "").statusCode() == 200) {
          return (System.nanoTime() - launched) / 1e9;
        }
      } catch (UncheckedIOException e) {
        // It does not listen yet.
      }
      if (!process.isAlive() || System.nanoTime() - launched > PATIENCE.toNanos()) {
        throw new IllegalStateException(name + " did not become ready:\n" + lastLines());
      }
      Pause.millis(20);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(output);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> post(String path, String body) {
    return call("POST", "http://127.0.0.1:" + port + path, body);
  }

  /** What its management port tells at the path. */
  HttpResponse<String> management(String path) {
    return call("GET", "http://127.0.0.1:" + managementPort + path, "");
  }

  private static HttpResponse<String> call(String method, String url, String body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url))
              .timeout(LONGEST_CALL)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  long pid() {
    return process.pid();
  }

  /** As Ctrl-C does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all that still run, those first that were started last: they may need the others. */
  static void closeAll() {
    LAUNCHED.forEach(App::close);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
