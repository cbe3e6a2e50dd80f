package homework.arch.platform.commands;

import homework.arch.api.Refused;
import homework.arch.platform.axon.Conflict;
import homework.arch.platform.axon.Unavailable;
import homework.arch.platform.deadletters.DeadLetteringInvoker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;

/**
 * Handles the commands of this process, whether they come from here or through Axon Server, on the
 * thread that brings them. A command's only effect is its events, so it needs no transaction: they
 * are appended at its end. A command of a process becomes part of the process's batch.
 *
 * <p>A command is handled again when another one was quicker: its decision was made on a state that
 * is no longer the last, and the event store refused it. That is done here and not by the sender,
 * who may be in another process and would see no more of the conflict than a message. For the same
 * reason a part that is away is made known as {@link Unavailable}.
 *
 * <p>A refusal leaves no event that could meet such a conflict. So it is decided once more: the
 * first time may have been on a cached state that another process has changed since, and the cache
 * has forgotten it by then.
 */
public final class LocalCommandBus extends SimpleCommandBus implements AutoCloseable {

  private static final int RETRY_THREADS = 4;
  private static final int MAX_RETRIES = 12;
  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 200;

  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService retries =
      Executors.newScheduledThreadPool(RETRY_THREADS, new AxonThreadFactory("command-retries"));

  public LocalCommandBus(Builder builder) {
    super(builder.rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE));
  }

  @Override
  public Registration subscribe(
      String commandName, MessageHandler<? super CommandMessage<?>> handler) {
    handled.add(commandName);
    return super.subscribe(commandName, handler);
  }

  /** Whether the commands of this name are those of this process. */
  boolean handles(String commandName) {
    return handled.contains(commandName);
  }

  @Override
  protected <C, R> void handle(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback) {
    if (CurrentUnitOfWork.isStarted()) {
      super.handle(command, handler, callback); // conflicts are seen when the batch commits
    } else {
      attempt(command, handler, callback, 0);
    }
  }

  private <C, R> void attempt(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback,
      int retry) {
    CommandCallback<C, R> retrying =
        (message, result) -> {
          if (!result.isExceptional()
              || !isTriedAgain(
                  result.exceptionResult(),
                  retry,
                  () -> attempt(command, handler, callback, retry + 1))) {
            callback.onResult(message, withFaultMadeKnown(result));
          }
        };
    super.handle(
        command,
        message -> {
          if (retry > 0) {
            CurrentUnitOfWork.get().resources().put(DeadLetteringInvoker.AGAIN, true);
          }
          return handler.handle(message);
        },
        retrying);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
  private boolean isTriedAgain(Throwable failure, int retry, Runnable attempt) {
    if (failure instanceof Refused) {
      if (retry == 0) {
        attempt.run();
      }
      return retry == 0;
    }
    if (retry == MAX_RETRIES || !Conflict.isCauseOf(failure)) {
      return false;
    }
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (retry + 1));
    // Half of the pause is drawn, so that two who met do not meet again.
    long drawn = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
    try {
      retries.schedule(attempt, drawn, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      return false; // it is shutting down
    }
  }

  private static <R> CommandResultMessage<? extends R> withFaultMadeKnown(
      CommandResultMessage<? extends R> result) {
    return result.isExceptional() && Unavailable.isCauseOf(result.exceptionResult())
        ? new GenericCommandResultMessage<>(
            new Unavailable(result.exceptionResult()), result.getMetaData())
        : result;
  }

  @Override
  public void close() {
    retries.shutdownNow();
  }
}
