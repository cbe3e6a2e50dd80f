package homework.arch.standalone;

import org.junit.jupiter.api.Assumptions;

/** A real Axon Server for the tests. */
final class AxonServer {

  private static final String PROPERTY = "axon-server";

  private AxonServer() {}

  /** Host and port of one that runs. */
  static String address() {
    String given = System.getProperty(PROPERTY);
    Assumptions.assumeTrue(given != null);
    return given;
  }
}
