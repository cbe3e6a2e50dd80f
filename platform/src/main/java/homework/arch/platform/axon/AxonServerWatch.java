package homework.arch.platform.axon;

import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Tells when Axon Server is waited for, and when it is there again; the connector reconnects. */
final class AxonServerWatch {

  private static final Logger log = LoggerFactory.getLogger(AxonServerWatch.class);

  private final AxonServerConnectionManager connections;
  private final String servers;

  private boolean connected = true;

  AxonServerWatch(AxonServerConnectionManager connections, String servers) {
    this.connections = connections;
    this.servers = servers;
  }

  /** Only one thread at a time comes here. */
  @Scheduled(initialDelay = 5, fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void look() {
    boolean connectedNow = connections.isConnected(connections.getDefaultContext());
    if (connectedNow != connected) {
      if (connectedNow) {
        log.info("Axon Server is there.");
      } else {
        log.warn("Waiting for Axon Server {}", servers);
      }
      connected = connectedNow;
    }
  }
}
