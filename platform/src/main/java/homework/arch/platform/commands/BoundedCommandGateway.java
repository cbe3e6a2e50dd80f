package homework.arch.platform.commands;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.springframework.beans.factory.annotation.Value;

/**
 * A command of this process's own is handled here; only those of other services travel through Axon
 * Server.
 *
 * <p>Nobody waits for ever for a command: after the timeout the answer is a {@link
 * java.util.concurrent.TimeoutException}. The command may have been handled all the same, so only
 * what is safe to repeat may be sent.
 */
public final class BoundedCommandGateway extends DefaultCommandGateway {

  private final LocalCommandBus own;
  private final Duration timeout;

  public BoundedCommandGateway(
      CommandBus commandBus,
      LocalCommandBus own,
      @Value("${arch.command-timeout}") Duration timeout) {
    super(DefaultCommandGateway.builder().commandBus(commandBus));
    this.own = own;
    this.timeout = timeout;
  }

  @Override
  public <R> CompletableFuture<R> send(Object command) {
    return super.<R>send(command).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public <C, R> void send(C command, CommandCallback<? super C, ? super R> callback) {
    CommandMessage<? extends C> message =
        processInterceptors(GenericCommandMessage.asCommandMessage(command));
    CommandBus bus = own.handles(message.getCommandName()) ? own : getCommandBus();
    bus.dispatch(message, callback);
  }
}
