package homework.arch.platform.axon;

import homework.arch.api.Refused;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.MessageHandler;

/**
 * Handles the commands of this process, whether they come from here or through Axon Server.
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
final class LocalCommandBus extends AsynchronousCommandBus {

  private static final int MAX_RETRIES = 12;
  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 200;

  private final ProcessPriority priority = new ProcessPriority();
  private final Executor executor;
  private final ScheduledExecutorService retries;

  /**
   * @param executor where commands are handled, and wait for it in a {@link CommandQueue}
   */
  LocalCommandBus(
      AsynchronousCommandBus.Builder builder, Executor executor, ScheduledExecutorService retries) {
    // Axon's own would not know which command it is that waits.
    super(builder.executor(Runnable::run));
    this.executor = executor;
    this.retries = retries;
  }

  @Override
  protected <C, R> void handle(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback) {
    attempt(command, handler, callback, 0);
  }

  private <C, R> void attempt(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback,
      int retriesBefore) {
    CommandCallback<C, R> retrying =
        (message, result) -> {
          if (retriesBefore < MAX_RETRIES
              && result.isExceptional()
              && (Conflict.isCauseOf(result.exceptionResult())
                  || (retriesBefore == 0 && result.exceptionResult() instanceof Refused))) {
            again(command, handler, callback, retriesBefore + 1, result);
          } else {
            callback.onResult(message, withFaultMadeKnown(result));
          }
        };
    try {
      executor.execute(
          CommandQueue.work(
              priority.determinePriority(command), () -> super.handle(command, handler, retrying)));
    } catch (RejectedExecutionException e) {
      // There are too many commands already, or it is shutting down.
      callback.onResult(
          command, withFaultMadeKnown(GenericCommandResultMessage.asCommandResultMessage(e)));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
  private <C, R> void again(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback,
      int retry,
      CommandResultMessage<? extends R> lastResult) {
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << retry);
    // Half of the pause is drawn, so that two who met do not meet again.
    long drawn = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
    try {
      retries.schedule(
          () -> attempt(command, handler, callback, retry), drawn, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      callback.onResult(command, withFaultMadeKnown(lastResult)); // it is shutting down
    }
  }

  private static <R> CommandResultMessage<? extends R> withFaultMadeKnown(
      CommandResultMessage<? extends R> result) {
    return result.isExceptional() && Unavailable.isCauseOf(result.exceptionResult())
        ? new GenericCommandResultMessage<>(
            new Unavailable(result.exceptionResult()), result.getMetaData())
        : result;
  }
}
