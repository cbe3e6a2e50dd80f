package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.axoniq.axonserver.connector.impl.StreamClosedException;
import io.axoniq.axonserver.connector.impl.StreamTimeoutException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an append or a read ends with when the connection to Axon Server breaks under it. */
class UnavailableTest {

  /**
   * The first three were seen when a connection was cut under load; others come through proxies.
   */
  static Stream<StatusRuntimeException> brokenConnections() {
    return Stream.of(
            Status.UNAVAILABLE.withDescription("Network closed for unknown reason"),
            Status.UNAVAILABLE.withDescription("io exception"),
            Status.UNKNOWN
                .withDescription("channel closed")
                .withCause(new ClosedChannelException()),
            Status.INTERNAL.withDescription("RST_STREAM closed stream"),
            Status.CANCELLED,
            Status.DEADLINE_EXCEEDED)
        .map(Status::asRuntimeException);
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void isABrokenConnection(StatusRuntimeException failure) {
    assertThat(Unavailable.isCauseOf(failure)).isTrue();
    assertThat(Unavailable.isCauseOf(new StreamClosedException(failure))).isTrue();
    assertThat(Unavailable.isCauseOf(new EventStoreException("cannot be read", failure))).isTrue();
  }

  @Test
  void isAStreamThatGivesNothing() {
    assertThat(
            Unavailable.isCauseOf(
                new RuntimeException("Was unable to load aggregate", new StreamTimeoutException())))
        .isTrue();
  }

  /** An operator changes it; until then it is as if Axon Server were away. */
  @Test
  void isATokenThatIsRefused() {
    assertThat(
            Unavailable.isCauseOf(
                ConflictTest.ofAxonServer(
                    Status.PERMISSION_DENIED, "AXONIQ-1001", "Invalid token")))
        .isTrue();
    assertThat(Unavailable.isCauseOf(Status.UNAUTHENTICATED.asRuntimeException())).isTrue();
  }

  /** It is there, and has said no. */
  static Stream<Exception> answers() {
    return Stream.of(
        ConflictTest.ofAxonServer(Status.UNKNOWN, "AXONIQ-0001", "Something went wrong"),
        ConflictTest.ofAxonServer(Status.INTERNAL, "AXONIQ-9100", "The disk cannot be written"),
        Status.RESOURCE_EXHAUSTED.withDescription("message too large").asRuntimeException(),
        Status.UNIMPLEMENTED.asRuntimeException());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void isNotWhatAxonServerAnswers(Exception failure) {
    assertThat(Unavailable.isCauseOf(failure)).isFalse();
  }
}
