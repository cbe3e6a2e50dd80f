package homework.arch.platform.commands;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.springframework.beans.factory.annotation.Value;

/**
 * Nobody waits for ever for a command: after the timeout the answer is a {@link
 * java.util.concurrent.TimeoutException}. The command may have been handled all the same, so only
 * what is safe to repeat may be sent.
 */
public final class BoundedCommandGateway extends DefaultCommandGateway {

  private final Duration timeout;

  public BoundedCommandGateway(
      CommandBus commandBus, @Value("${arch.command-timeout}") Duration timeout) {
    super(DefaultCommandGateway.builder().commandBus(commandBus));
    this.timeout = timeout;
  }

  @Override
  public <R> CompletableFuture<R> send(Object command) {
    return super.<R>send(command).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
