package homework.arch.platform.axon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Sends the commands of a process (the saga, an automation). They run beside the batch of events
 * that caused them, each in its own transaction, and the batch waits for all of them before it
 * commits its tracking token: a command that failed makes the batch fail and come again.
 */
public class ProcessCommands {

  private final CommandGateway gateway;

  public ProcessCommands(CommandGateway gateway) {
    this.gateway = gateway;
  }

  /** Sends a command that is safe to repeat; must be called while an event is handled. */
  public void send(Object command) {
    CompletableFuture<Object> answer = gateway.send(command);
    CurrentUnitOfWork.get().onPrepareCommit(batch -> await(answer));
  }

  private static void await(CompletableFuture<Object> answer) {
    try {
      answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
