package homework.arch.platform.axon;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Sends the commands of a process (the saga, an automation). They run beside the batch of events
 * that caused them, each in its own transaction. Before the batch commits its tracking token it
 * waits for all answers, a moment; a command that failed or is silent is then kept in the batch's
 * own transaction and sent again later, see {@link UnansweredCommands}. So no command is lost, and
 * none holds up the other events.
 */
public class ProcessCommands {

  private final CommandGateway gateway;
  private final UnansweredCommands unanswered;
  private final Duration patience;

  /**
   * @param patience how long a batch waits for its answers
   */
  public ProcessCommands(CommandGateway gateway, UnansweredCommands unanswered, Duration patience) {
    this.gateway = gateway;
    this.unanswered = unanswered;
    this.patience = patience;
  }

  /** Sends a command that is safe to repeat; must be called while an event is handled. */
  public void send(Object command) {
    // The message has taken over the trace of the event that is handled now.
    CommandMessage<Object> message = ProcessPriority.marked(new GenericCommandMessage<>(command));
    CompletableFuture<Object> answer = gateway.send(message);
    long until = System.nanoTime() + patience.toNanos();
    CurrentUnitOfWork.get().onPrepareCommit(batch -> awaitOrKeep(message, answer, until));
  }

  private void awaitOrKeep(
      CommandMessage<?> command, CompletableFuture<Object> answer, long until) {
    try {
      answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      unanswered.keep(command, Objects.requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException e) {
      unanswered.keep(command, new TimeoutException("there was no answer for " + patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a command was waited for", e);
    }
  }
}
