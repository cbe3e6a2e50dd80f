package homework.arch.platform.axon;

import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether Axon Server can be reached. Axon has an indicator of its own, which does not activate on
 * Spring Boot 4.
 */
final class AxonServerHealthIndicator extends AbstractHealthIndicator {

  private final AxonServerConnectionManager connections;
  private final String servers;

  AxonServerHealthIndicator(AxonServerConnectionManager connections, String servers) {
    super("Axon Server cannot be asked for");
    this.connections = connections;
    this.servers = servers;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health
        .status(connections.isConnected(connections.getDefaultContext()) ? Status.UP : Status.DOWN)
        .withDetail("servers", servers)
        .withDetail("context", connections.getDefaultContext());
  }
}
