package homework.arch.platform.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.Refused;
import homework.arch.platform.axon.Unavailable;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

class LocalCommandBusTest {

  private final AtomicInteger attempts = new AtomicInteger();
  private final LocalCommandBus bus =
      new CommandPlatform()
          .commandBus(DefaultConfigurer.defaultConfiguration().buildConfiguration());

  @AfterEach
  void stop() {
    bus.close();
  }

  @Test
  void aConflictIsTriedAgainUntilItIsWon() {
    CommandGateway gateway = handlerFails(3, new ConcurrencyException("another was quicker"));

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void aConflictBelowAnotherFailureCountsAsWell() {
    CommandGateway gateway =
        handlerFails(1, new CommandExecutionException("", new ConcurrencyException("quicker")));

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void whatIsNeverWonIsGivenUpInTheEndAndMayBeTriedAgain() {
    CommandGateway gateway =
        handlerFails(Integer.MAX_VALUE, new ConcurrencyException("another was quicker"));

    assertThatExceptionOfType(Unavailable.class)
        .isThrownBy(() -> gateway.sendAndWait("command"))
        .withCauseInstanceOf(ConcurrencyException.class);
    assertThat(attempts).hasValue(13);
  }

  @Test
  void aRefusalIsDecidedOnceMoreAndStands() {
    CommandGateway gateway =
        handlerFails(Integer.MAX_VALUE, new Refused(Refused.Reason.EMAIL_TAKEN, "taken"));

    assertThatExceptionOfType(Refused.class).isThrownBy(() -> gateway.sendAndWait("command"));
    assertThat(attempts).hasValue(2);
  }

  @Test
  void aRefusalThatWasDecidedOnAnOldStateDoesNotStand() {
    CommandGateway gateway =
        handlerFails(1, new Refused(Refused.Reason.ORDER_NOT_APPROVED, "pending"));

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void aBugIsToldAsItIs() {
    CommandGateway gateway = handlerFails(1, new IllegalStateException("a bug"));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> gateway.sendAndWait("command"));
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aDatabaseThatIsAwayIsMadeKnown() {
    CommandGateway gateway =
        handlerFails(1, new CannotCreateTransactionException("the database is away"));

    assertThat(gateway.send("command"))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(Unavailable.class)
        .havingRootCause()
        .isInstanceOf(CannotCreateTransactionException.class);
  }

  /** Its events may have been appended: it is not handled again, and its sender is told so. */
  @Test
  void aConnectionThatBreaksUnderAnAppendIsMadeKnown() {
    CommandGateway gateway =
        handlerFails(1, Status.UNKNOWN.withDescription("channel closed").asRuntimeException());

    assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> gateway.sendAndWait("command"));
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aCommandThatMeetsAConflictWhileTheProcessStopsIsAnswered() {
    CommandGateway gateway = handlerFails(1, new ConcurrencyException("another was quicker"));
    bus.close();

    assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> gateway.sendAndWait("command"));
  }

  @Test
  void whatIsNewIsLookedForOnlyWhenACommandIsTriedAgain() {
    List<Boolean> looked = new ArrayList<>();
    bus.subscribe(
        String.class.getName(),
        command -> {
          looked.add(InsertFirst.mustLook());
          if (looked.size() == 1) {
            throw new ConcurrencyException("it was there after all");
          }
          return "done";
        });
    CommandGateway gateway = DefaultCommandGateway.builder().commandBus(bus).build();

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(looked).containsExactly(false, true);
  }

  /** The batch commits, or not, as a whole; a conflict is its own. */
  @Test
  void aCommandThatIsPartOfABatchIsTriedOnceOnTheSameThread() {
    CommandGateway gateway = handlerFails(1, new ConcurrencyException("another was quicker"));
    UnitOfWork<?> batch =
        DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("event"));

    assertThat(gateway.send("command"))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(ConcurrencyException.class);
    assertThat(attempts).hasValue(1);
    batch.rollback();
  }

  /** Also of a kind that Java makes one declare: Axon would keep the events. */
  @Test
  void ofACommandThatFailsNothingIsKept() {
    List<String> story = new ArrayList<>();
    bus.subscribe(
        String.class.getName(),
        command -> {
          CurrentUnitOfWork.get().onCommit(work -> story.add("committed"));
          CurrentUnitOfWork.get().onRollback(work -> story.add("rolled back"));
          throw new IOException("the line is cut");
        });

    assertThat(DefaultCommandGateway.builder().commandBus(bus).build().send("command"))
        .isCompletedExceptionally();
    assertThat(story).containsExactly("rolled back");
  }

  private CommandGateway handlerFails(int failures, RuntimeException failure) {
    bus.subscribe(
        String.class.getName(),
        command -> {
          if (attempts.incrementAndGet() <= failures) {
            throw failure;
          }
          return "done";
        });
    return DefaultCommandGateway.builder().commandBus(bus).build();
  }
}
