package homework.arch.standalone;

import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests that look inside: the standalone application in the test's own JVM. */
@SpringBootTest(
    classes = StandaloneApp.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "arch.data-folder=${" + InOneJvm.OWN_FOLDER + ":target}/in-one-jvm",
      "arch.start-afresh=true",
      "server.address=127.0.0.1",
      "management.server.port=0"
    })
abstract class InOneJvm {

  /** Of the test's JVM, as several run tests at the same time. */
  static final String OWN_FOLDER = "tests.folder";

  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;
  @Autowired JdbcClient jdbc;
  @Autowired EventProcessingConfiguration processing;

  final int port() {
    return port;
  }

  final int managementPort() {
    return managementPort;
  }

  public final Api api() {
    return new Api(() -> URI.create("http://127.0.0.1:" + port));
  }

  /** The management port. */
  final Api operator() {
    return new Api(() -> URI.create("http://127.0.0.1:" + managementPort));
  }

  final void expectThatTheAuditHolds() {
    operator().expectThatTheAuditHolds();
  }

  final TrackingEventProcessor processor(String name) {
    return processing.eventProcessor(name, TrackingEventProcessor.class).orElseThrow();
  }

  /** Lets each handle all events again, and waits until they have. */
  final void replay(String... projections) {
    for (String projection : projections) {
      TrackingEventProcessor processor = processor(projection);
      processor.shutDown();
      processor.resetTokens();
      processor.start();
    }
    awaitCaughtUp(projections);
  }

  final void awaitCaughtUp(String... processors) {
    for (String name : processors) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  !processor(name).processingStatus().isEmpty()
                      && processor(name).processingStatus().values().stream()
                          .allMatch(status -> status.isCaughtUp()));
    }
  }
}
