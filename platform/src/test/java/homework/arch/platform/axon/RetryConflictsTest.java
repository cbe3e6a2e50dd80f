package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.Refused;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryConflictsTest {

  private final AtomicInteger attempts = new AtomicInteger();
  private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
  private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();
  private final CommandGateway gateway =
      DefaultCommandGateway.builder()
          .commandBus(bus)
          .retryScheduler(new RetryConflicts(retries))
          .build();

  @AfterEach
  void stop() {
    retries.shutdownNow();
  }

  @Test
  void aConflictIsTriedAgainUntilItIsWon() {
    handlerFails(3, new ConcurrencyException("another was quicker"));

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void aConflictBelowAnotherFailureCountsAsWell() {
    handlerFails(1, new CommandExecutionException("", new ConcurrencyException("quicker")));

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void whatIsNeverWonIsGivenUpInTheEnd() {
    handlerFails(Integer.MAX_VALUE, new ConcurrencyException("another was quicker"));

    assertThatExceptionOfType(ConcurrencyException.class)
        .isThrownBy(() -> gateway.sendAndWait("command"));
    assertThat(attempts).hasValue(13);
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    handlerFails(1, new Refused(Refused.Reason.EMAIL_TAKEN, "taken"));

    assertThatExceptionOfType(Refused.class).isThrownBy(() -> gateway.sendAndWait("command"));
    assertThat(attempts).hasValue(1);
  }

  private void handlerFails(int times, RuntimeException failure) {
    bus.subscribe(
        String.class.getName(),
        command -> {
          if (attempts.incrementAndGet() <= times) {
            throw failure;
          }
          return "done";
        });
  }
}
