package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

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
    Api.Answer audit = operator().get("/actuator/audit").expect(200);
    assertThat(audit.body().get("holds").asBoolean()).as(audit.text()).isTrue();
  }
}
