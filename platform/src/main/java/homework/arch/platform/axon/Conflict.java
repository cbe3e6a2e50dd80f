package homework.arch.platform.axon;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import org.axonframework.axonserver.connector.ErrorCode;
import org.axonframework.common.AxonTransientException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.jspecify.annotations.Nullable;

/**
 * Another one was quicker: a decision was made on a state that is no longer the last, and the event
 * store refused its events. The same, decided on the state as it is now, may well be accepted.
 */
public final class Conflict {

  /** What Axon Server calls the error. Its status alone does not tell: it has others with it. */
  private static final Metadata.Key<String> ERROR_CODE =
      Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);

  private Conflict() {}

  public static boolean isCauseOf(Throwable failure) {
    return Cause.all(failure).anyMatch(Conflict::isConflict);
  }

  /** The second is a conflict over the first event of a stream. */
  private static boolean isConflict(Throwable failure) {
    return failure instanceof AxonTransientException
        || failure instanceof AggregateStreamCreationException
        || (failure instanceof StatusRuntimeException rpc
            && ErrorCode.INVALID_EVENT_SEQUENCE.errorCode().equals(codeOf(rpc)));
  }

  /** What Axon Server answers to a commit, Axon leaves as it is; none if it did not answer. */
  static @Nullable String codeOf(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    return trailers == null ? null : trailers.get(ERROR_CODE);
  }
}
