package homework.arch.bench;

import java.io.IOException;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An application as its user starts it: a jar in a process of its own. */
final class App implements AutoCloseable {

  /** For a start, or for an audit, which reads everything. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What the user has set for other purposes must not change what is measured. */
  private static final Pattern SETTING =
      Pattern.compile(
          "(ARCH|AXON|LOGGING|MANAGEMENT|SERVER|SPRING)_.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
  }

  /**
   * Starts a jar, with no settings but these and where its ports and its folder are, and returns at
   * once.
   */
  static App launch(
      String name,
      Path folder,
      Options options,
      Map<String, String> settings,
      Path jar,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(options.java()));
    command.addAll(options.jvm());
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createDirectories(folder).resolve(name + ".log");
    int port = freePort();
    int managementPort = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(set -> SETTING.matcher(set).matches());
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
    environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    environment.putAll(settings);
    return new App(name, builder.start(), output, port, managementPort);
  }

  /** Returns how many seconds after its launch it was ready. */
  double awaitReady() throws IOException {
    return await("http://127.0.0.1:" + managementPort + "/actuator/health/readiness");
  }

  /** As {@link #awaitReady()}, for what has no such endpoint. */
  double awaitAnswer(String path) throws IOException {
    return await("http://127.0.0.1:" + port + path);
  }

  private double await(String url) throws IOException {
    while (true) {
      try {
        if (call("GET", url, "").statusCode() == 200) {
          return (System.nanoTime() - launched) / 1e9;
        }
      } catch (CompletionException e) {
        // It does not listen yet.
      }
      if (!process.isAlive() || System.nanoTime() - launched > PATIENCE.toNanos()) {
        List<String> lines = Files.readAllLines(output);
        lines = lines.subList(Math.max(0, lines.size() - 30), lines.size());
        throw new IllegalStateException(
            name + " did not become ready:\n" + String.join("\n", lines));
      }
      Pause.millis(20);
    }
  }

  HttpResponse<String> post(String path, String body) {
    return call("POST", "http://127.0.0.1:" + port + path, body);
  }

  /** What its management port tells at the path. */
  HttpResponse<String> management(String path) {
    return call("GET", "http://127.0.0.1:" + managementPort + path, "");
  }

  /**
   * Waits for the answer.
   *
   * @throws CompletionException if there is none
   */
  private static HttpResponse<String> call(String method, String url, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    close(process.toHandle());
  }

  /** Ends all that still run, those first that were started last: they may need the others. */
  static void closeAll() {
    Comparator<ProcessHandle> byStart =
        Comparator.comparing(app -> app.info().startInstant().orElse(Instant.MIN));
    ProcessHandle.current().children().sorted(byStart.reversed()).forEach(App::close);
  }

  /** As Ctrl-C does. */
  private static void close(ProcessHandle process) {
    process.destroy();
    process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join().destroyForcibly();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
