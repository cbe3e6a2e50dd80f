package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class ConflictTest {

  /** As Axon Server's own classes make it, and as it comes out of Axon's event store. */
  static StatusRuntimeException ofAxonServer(Status status, String code, String description) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER), code);
    return status
        .withDescription("[%s] %s".formatted(code, description))
        .asRuntimeException(trailers);
  }

  static StatusRuntimeException ofAxonServer() {
    return ofAxonServer(
        Status.OUT_OF_RANGE,
        "AXONIQ-2000",
        "Invalid sequence number 1 for aggregate account-1, expected 2");
  }

  @Test
  void isWhatTheEventStoresSayOfAnEventThatIsThereAlready() {
    assertThat(Conflict.isCauseOf(new ConcurrencyException("quicker"))).isTrue();
    assertThat(Conflict.isCauseOf(new AggregateStreamCreationException("the first"))).isTrue();
    assertThat(Conflict.isCauseOf(ofAxonServer())).isTrue();
  }

  @Test
  void isSeenBelowOtherFailures() {
    assertThat(Conflict.isCauseOf(new CommandExecutionException("", ofAxonServer()))).isTrue();
    assertThat(
            Conflict.isCauseOf(new EventStoreException("", new RuntimeException(ofAxonServer()))))
        .isTrue();
  }

  @Test
  void isNothingElseThatAxonServerRefuses() {
    assertThat(
            Conflict.isCauseOf(
                ofAxonServer(Status.OUT_OF_RANGE, "AXONIQ-2200", "Invalid transaction token")))
        .isFalse();
    assertThat(Conflict.isCauseOf(Status.OUT_OF_RANGE.asRuntimeException())).isFalse();
    assertThat(Conflict.isCauseOf(Status.UNAVAILABLE.asRuntimeException())).isFalse();
    assertThat(Conflict.isCauseOf(new IllegalStateException("a bug"))).isFalse();
  }

  @Test
  void thatIsNeverWonMayBeTriedAgainLater() {
    assertThat(Unavailable.isCauseOf(ofAxonServer())).isTrue();
    assertThat(Unavailable.isCauseOf(new AggregateStreamCreationException("the first"))).isTrue();
  }
}
