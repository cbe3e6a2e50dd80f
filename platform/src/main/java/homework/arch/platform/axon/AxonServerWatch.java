package homework.arch.platform.axon;

import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Whether Axon Server can be reached: for the health, and in the log when it is waited for, when it
 * refuses the token, and when it is there again; the connector reconnects. Axon has a health
 * indicator of its own, which does not activate on Spring Boot 4.
 */
final class AxonServerWatch extends AbstractHealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(AxonServerWatch.class);

  private final AxonServerConnectionManager connections;
  private final String servers;
  private final RefusedToken refusedToken;

  private State told = State.THERE;

  private enum State {
    THERE,
    AWAY,
    REFUSES
  }

  AxonServerWatch(
      AxonServerConnectionManager connections, String servers, RefusedToken refusedToken) {
    super("Axon Server cannot be asked for");
    this.connections = connections;
    this.servers = servers;
    this.refusedToken = refusedToken;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health
        .status(state() == State.THERE ? Status.UP : Status.DOWN)
        .withDetail("servers", servers)
        .withDetail("context", connections.getDefaultContext());
  }

  /** Only one thread at a time comes here. */
  @Scheduled(initialDelay = 5, fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void look() {
    State now = state();
    if (now != told) {
      switch (now) {
        case THERE -> log.info("Axon Server is there.");
        case AWAY -> log.warn("Waiting for Axon Server {}", servers);
        case REFUSES ->
            log.error(
                "Axon Server {} refuses the token of this service, AXON_AXONSERVER_TOKEN", servers);
      }
      told = now;
    }
  }

  private State state() {
    if (connections.isConnected(connections.getDefaultContext())) {
      return State.THERE;
    }
    return refusedToken.isTold() ? State.REFUSES : State.AWAY;
  }
}
