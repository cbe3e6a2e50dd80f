package homework.arch.platform.axon;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.RetryScheduler;
import org.axonframework.common.AxonTransientException;
import org.axonframework.modelling.command.AggregateStreamCreationException;

/**
 * Sends a command again when another one was quicker: its decision was made on a state that is no
 * longer the last, and the event store refused it. Everything else is the sender's to see.
 */
final class RetryConflicts implements RetryScheduler {

  private static final int MAX_RETRIES = 12;
  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 200;

  private final ScheduledExecutorService executor;

  RetryConflicts(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  @Override
  @SuppressWarnings({"rawtypes", "FutureReturnValueIgnored"}) // the interface is raw
  public boolean scheduleRetry(
      CommandMessage command,
      RuntimeException lastFailure,
      List<Class<? extends Throwable>[]> failures,
      Runnable dispatch) {
    if (failures.size() > MAX_RETRIES || !isTransient(lastFailure)) {
      return false;
    }
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << failures.size());
    // Half of the pause is drawn, so that two who met do not meet again.
    long drawn = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
    executor.schedule(dispatch, drawn, TimeUnit.MILLISECONDS);
    return true;
  }

  private static boolean isTransient(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // The latter is a conflict over the first event of a stream.
      if (cause instanceof AxonTransientException
          || cause instanceof AggregateStreamCreationException) {
        return true;
      }
    }
    return false;
  }
}
