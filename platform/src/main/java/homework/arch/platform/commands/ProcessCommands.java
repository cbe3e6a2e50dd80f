package homework.arch.platform.commands;

import homework.arch.platform.deadletters.DeadLetteringInvoker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.beans.factory.annotation.Value;

/**
 * Sends the commands of a process (the saga, an automation) while one of its events is handled.
 *
 * <p>A command that is handled in this process becomes part of the batch of events that caused it:
 * what it leads to is durable before the batch has committed. One that travels through Axon Server
 * runs beside the batch, which waits for all answers, a moment, before it commits. If a command
 * fails or is silent, its event becomes a dead letter, and is handled again later: that gives the
 * same commands.
 */
public class ProcessCommands {

  private final CommandGateway gateway;
  private final Duration patience;

  /**
   * @param patience how long a batch waits for its answers
   */
  public ProcessCommands(
      CommandGateway gateway, @Value("${arch.process-patience}") Duration patience) {
    this.gateway = gateway;
    this.patience = patience;
  }

  /** Sends a command that is safe to repeat; must be called while an event is handled. */
  public void send(Object command) {
    UnitOfWork<?> work = CurrentUnitOfWork.get();
    EventMessage<?> event = (EventMessage<?>) work.getMessage();
    // The message takes over the trace of the event that is handled now.
    CompletableFuture<Object> answer = gateway.send(new GenericCommandMessage<>(command));
    if (answer.isDone()) {
      answer.join();
      return;
    }
    long until = System.nanoTime() + patience.toNanos();
    work.onPrepareCommit(batch -> await(event, answer, until));
  }

  private void await(EventMessage<?> event, CompletableFuture<Object> answer, long until) {
    try {
      answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      later(event, e);
    } catch (TimeoutException e) {
      later(event, new TimeoutException("there was no answer for " + patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a command was waited for", e);
    }
  }

  private static void later(EventMessage<?> event, Exception failure) {
    if (!DeadLetteringInvoker.addDeadLetter(CurrentUnitOfWork.get(), event, failure)) {
      throw new CompletionException(failure);
    }
  }
}
