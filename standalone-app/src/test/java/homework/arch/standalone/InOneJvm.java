package homework.arch.standalone;

import java.net.URI;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tests that look inside: the standalone application in the test's own JVM. */
@SpringBootTest(
    classes = StandaloneApp.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "arch.data-folder=target/in-one-jvm",
      "arch.start-afresh=true",
      "server.address=127.0.0.1",
      "management.server.port=0"
    })
abstract class InOneJvm {

  @LocalServerPort private int port;

  final int port() {
    return port;
  }

  final Api api() {
    return new Api(() -> URI.create("http://127.0.0.1:" + port));
  }
}
