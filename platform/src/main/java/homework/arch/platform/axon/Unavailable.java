package homework.arch.platform.axon;

import io.axoniq.axonserver.connector.impl.StreamTimeoutException;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.axonserver.connector.AxonServerException;
import org.axonframework.axonserver.connector.query.AxonServerQueryDispatchException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.axonframework.lifecycle.ShutdownInProgressException;
import org.axonframework.messaging.EventPublicationFailedException;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Something that must take part is away for the moment; the same may be tried again. That is told
 * by the exception's details, which come through Axon Server when its class and cause do not.
 */
public final class Unavailable extends CommandExecutionException {

  private static final long serialVersionUID = 1L;

  /** The mark by which a sender in another process knows. Its name is part of the contract. */
  public enum Fault {
    UNAVAILABLE
  }

  public Unavailable(Throwable cause) {
    super("Something that must take part is away for the moment.", cause, Fault.UNAVAILABLE);
  }

  /** Whether it failed because something was away, here or in the process that handled it. */
  public static boolean isCauseOf(Throwable failure) {
    return Cause.all(failure).anyMatch(Unavailable::isUnavailable) || Conflict.isCauseOf(failure);
  }

  private static boolean isUnavailable(Throwable failure) {
    if (failure instanceof HandlerExecutionException told) {
      return told.getDetails().filter(Fault.UNAVAILABLE::equals).isPresent();
    }
    return failure instanceof TimeoutException
        // This process is being stopped.
        || failure instanceof ShutdownInProgressException
        || failure instanceof RejectedExecutionException
        || failure instanceof SQLTransientException
        || (failure instanceof SQLException sql && isConnectionLost(sql))
        || (failure instanceof StatusRuntimeException rpc
            && (isConnectionLost(rpc) || RefusedToken.isToldBy(rpc.getStatus())))
        || failure instanceof CannotCreateTransactionException
        || failure instanceof DataAccessResourceFailureException
        || failure instanceof TransientDataAccessException
        || failure instanceof NoHandlerForCommandException
        || failure instanceof NoHandlerForQueryException
        || failure instanceof CommandDispatchException
        || failure instanceof EventPublicationFailedException
        || failure instanceof AxonServerQueryDispatchException
        || failure instanceof AxonServerException
        || failure instanceof StreamTimeoutException
        || failure instanceof io.axoniq.axonserver.connector.AxonServerException;
  }

  /**
   * What the connector leaves as it is when events cannot be read or written. A call that begins
   * just when the connection breaks ends as UNKNOWN, one whose stream is broken as INTERNAL; where
   * Axon Server itself says so, it adds its code.
   */
  static boolean isConnectionLost(StatusRuntimeException exception) {
    return switch (exception.getStatus().getCode()) {
      case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED -> true;
      case UNKNOWN, INTERNAL -> Conflict.codeOf(exception) == null;
      default -> false;
    };
  }

  /**
   * Class 08 is the connection's, 57P the server's going down or coming up, 53 its lack of disk,
   * memory or connections, and 25006 a server that takes no writes at the moment.
   */
  public static boolean isConnectionLost(SQLException exception) {
    String state = exception.getSQLState();
    return state != null
        && (state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals("25006"));
  }
}
