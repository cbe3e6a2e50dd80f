package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A real Axon Server for the tests: one that is given, or one in a container. */
final class AxonServer {

  /** Its host and gRPC port, as in {@code -Daxon-server=localhost:8124}. */
  private static final String PROPERTY = "axon-server";

  private static final int HTTP = 8024;
  private static final int GRPC = 8124;

  private AxonServer() {}

  /** Host and port of one that runs; without one the test is left out, and says so. */
  @SuppressWarnings("SystemOut") // it must be seen
  static String addressOrLeaveOut(String test) {
    return address()
        .orElseGet(
            () -> {
              System.err.println(
                  "LEFT OUT: %s. There is no Docker to start an Axon Server; name one that runs by -Daxon-server=host:port"
                      .formatted(test));
              return Assumptions.abort("no Axon Server");
            });
  }

  private static Optional<String> address() {
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return Optional.of(given);
    }
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.of(Container.ADDRESS)
        : Optional.empty();
  }

  /** Started once, and ended by Testcontainers when the tests are over. */
  private static final class Container {

    static final String ADDRESS = start();

    @SuppressWarnings("resource")
    private static String start() {
      GenericContainer<?> server =
          new GenericContainer<>(DockerImageName.parse(imageOfCompose()))
              .withExposedPorts(HTTP, GRPC)
              .withEnv("AXONIQ_AXONSERVER_STANDALONE", "true")
              .withEnv("AXONIQ_AXONSERVER_HOSTNAME", "localhost")
              .waitingFor(
                  Wait.forHttp("/actuator/health")
                      .forPort(HTTP)
                      .withStartupTimeout(Duration.ofMinutes(3)));
      server.start();
      return server.getHost() + ":" + server.getMappedPort(GRPC);
    }

    /** The version is said in one place. */
    private static String imageOfCompose() {
      try {
        Matcher image =
            Pattern.compile("image: (axoniq/axonserver:\\S+)")
                .matcher(Files.readString(Path.of("..", "compose.yaml")));
        if (!image.find()) {
          throw new IllegalStateException("compose.yaml has no Axon Server");
        }
        return image.group(1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
