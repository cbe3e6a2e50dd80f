package homework.arch.deployment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of a cluster as the chart looks at while it is rendered: the Secrets that are there. helm
 * finds it through {@code KUBECONFIG}, which the build sets.
 */
final class ChartCluster {

  private static final String SECRETS = "/api/v1/namespaces/arch-axon/secrets/";

  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  private ChartCluster() {}

  static ChartCluster start() {
    try {
      ChartCluster cluster = new ChartCluster();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", cluster::answer);
      server.start();
      Files.writeString(
          kubeconfig(),
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: tests, cluster: {server: "http://127.0.0.1:%d"}}]
          contexts: [{name: tests, context: {cluster: tests, user: nobody}}]
          users: [{name: nobody, user: {}}]
          current-context: tests
          """
              .formatted(server.getAddress().getPort()));
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses to go on where the build did not set the variable: a real cluster would be asked. */
  private static Path kubeconfig() {
    return Optional.ofNullable(System.getenv("KUBECONFIG"))
        .map(Path::of)
        .filter(path -> path.endsWith(Path.of("target", "kubeconfig")))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Set the environment variable KUBECONFIG to deployment-tests/target/kubeconfig,"
                        + " as Maven does."));
  }

  /**
   * @param data the Secret's data as JSON, values in Base64
   */
  void put(String name, String data) {
    secrets.put(
        name,
        """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s", "namespace": "arch-axon"}, "data": %s}
        """
            .formatted(name, data));
  }

  void clear() {
    secrets.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/v1")) {
      answer(
          exchange,
          200,
          """
          {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
            {"name": "secrets", "singularName": "secret", "namespaced": true, "kind": "Secret", "verbs": ["get"]}]}
          """);
    } else if (path.startsWith(SECRETS) && secrets.containsKey(path.substring(SECRETS.length()))) {
      answer(exchange, 200, secrets.getOrDefault(path.substring(SECRETS.length()), ""));
    } else {
      answer(
          exchange,
          404,
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
          """);
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
