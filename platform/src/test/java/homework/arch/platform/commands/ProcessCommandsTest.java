package homework.arch.platform.commands;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import homework.arch.api.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessCommandsTest {

  private final List<String> story = Collections.synchronizedList(new ArrayList<>());
  private final CommandGateway gateway = mock();
  private final ProcessCommands commands = new ProcessCommands(gateway, Duration.ofMillis(300));

  @Test
  void allCommandsOfTheBatchAreSentAndTheBatchWaitsForTheSlowest() {
    gatewayAnswers("first", later(100));
    gatewayAnswers("second", later(1));

    ResultMessage<?> result = handleBatchOf("first", "second");

    assertThat(result.isExceptional()).isFalse();
    assertThat(story)
        .contains("sent first", "sent second", "answered after 1 ms", "answered after 100 ms")
        .endsWith("the token is committed");
  }

  static Stream<Exception> failures() {
    return Stream.of(
        new NoHandlerForCommandException("nobody is there"),
        new Refused(Refused.Reason.ID_REUSED, "It was another one before."),
        new IOException("the line is cut"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCommandThatFailsAtOnceFailsItsEvent(Exception failure) {
    gatewayAnswers("first", failedFuture(failure));

    ResultMessage<?> result = handleBatchOf("first");

    assertThat(result.exceptionResult()).hasRootCause(failure);
    assertThat(story).containsExactly("the token is rolled back");
  }

  /** What becomes of the event where there is a place for it is in DeadLetteringInvokerTest. */
  @ParameterizedTest
  @MethodSource("failures")
  void aCommandThatFailsLaterFailsTheBatchIfItsEventCannotBecomeADeadLetter(Exception failure) {
    gatewayAnswers("first", later(1).thenCompose(done -> failedFuture(failure)));

    ResultMessage<?> result = handleBatchOf("first");

    assertThat(result.exceptionResult()).hasRootCause(failure);
    assertThat(story).endsWith("the token is rolled back");
  }

  @Test
  void aSilentCommandIsNotWaitedForLong() {
    gatewayAnswers("first", new CompletableFuture<>());

    ResultMessage<?> result = handleBatchOf("first");

    assertThat(result.exceptionResult()).hasRootCauseInstanceOf(TimeoutException.class);
    assertThat(story).endsWith("the token is rolled back");
  }

  @Test
  void aCommandIsSentWhileAnEventIsHandledAndNotOtherwise() {
    gatewayAnswers("command", completedFuture("done"));

    assertThatIllegalStateException().isThrownBy(() -> commands.send("command"));
  }

  private void gatewayAnswers(String command, CompletableFuture<Object> answer) {
    when(gateway.send(message(command))).thenReturn(answer);
  }

  private static CommandMessage<?> message(String command) {
    return argThat(message -> message != null && message.getPayload().equals(command));
  }

  private CompletableFuture<Object> later(long milliseconds) {
    return CompletableFuture.supplyAsync(
        () -> story.add("answered after " + milliseconds + " ms"),
        CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS));
  }

  /** As an event processor does it, whose token is part of the unit of work; a command an event. */
  private ResultMessage<?> handleBatchOf(String... events) {
    UnitOfWork<EventMessage<String>> batch =
        new BatchingUnitOfWork<>(
            Arrays.stream(events).map(GenericEventMessage::<String>asEventMessage).toList());
    batch.onCommit(b -> story.add("the token is committed"));
    batch.onRollback(b -> story.add("the token is rolled back"));
    return batch.executeWithResult(
        () -> {
          String command = batch.getMessage().getPayload();
          commands.send(command);
          story.add("sent " + command);
          return null;
        });
  }
}
