package homework.arch.platform.commands;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;

/**
 * Sends through Axon Server only what this process does not handle itself: a command that goes
 * there and back cannot be part of the batch that sends it. That another process may have the
 * aggregate in its cache does no harm, see {@link LocalCommandBus}.
 */
final class LocalFirst implements CommandBus {

  private final LocalCommandBus local;
  private final CommandBus all;

  LocalFirst(LocalCommandBus local, CommandBus all) {
    this.local = local;
    this.all = all;
  }

  @Override
  public <C> void dispatch(CommandMessage<C> command) {
    busFor(command).dispatch(command);
  }

  @Override
  public <C, R> void dispatch(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    busFor(command).dispatch(command, callback);
  }

  private CommandBus busFor(CommandMessage<?> command) {
    return local.handles(command.getCommandName()) ? local : all;
  }

  @Override
  public Registration subscribe(
      String commandName, MessageHandler<? super CommandMessage<?>> handler) {
    return all.subscribe(commandName, handler);
  }

  @Override
  public Registration registerDispatchInterceptor(
      MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
    return all.registerDispatchInterceptor(interceptor);
  }

  @Override
  public Registration registerHandlerInterceptor(
      MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
    return all.registerHandlerInterceptor(interceptor);
  }
}
