package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.FailingDuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

class LocalCommandBusTest {

  private final AtomicInteger attempts = new AtomicInteger();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final ExecutorService oneThreadWithRoomForTwo =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new CommandQueue(2));
  private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    retries.shutdownNow();
    executor.shutdownNow();
    oneThreadWithRoomForTwo.shutdownNow();
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
  void aConflictThatAxonServerTellsOfIsTriedAgainAsWell() {
    CommandGateway gateway = handlerFails(2, ConflictTest.ofAxonServer());

    assertThat(gateway.<String>sendAndWait("command")).isEqualTo("done");
    assertThat(attempts).hasValue(3);
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
  void aCommandIsAnsweredAtOnceEvenIfItsTransactionCannotBeStarted() {
    CommandGateway gateway =
        gateway(
            () -> {
              throw new CannotCreateTransactionException("the database is away");
            },
            0,
            new IllegalStateException());

    assertThat(gateway.send("command"))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(Unavailable.class)
        .havingRootCause()
        .isInstanceOf(CannotCreateTransactionException.class);
  }

  @Test
  void aCommandThatMeetsAConflictWhileTheProcessStopsIsAnswered() {
    CommandGateway gateway = handlerFails(1, new ConcurrencyException("another was quicker"));
    retries.shutdownNow();

    assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> gateway.sendAndWait("command"));
  }

  @Test
  void whatAProcessSendsGoesBeforeCallersAndIsNeverRefused() throws Exception {
    List<Object> handled = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch busy = new CountDownLatch(1);
    CommandBus bus = bus(NoTransactionManager.instance(), oneThreadWithRoomForTwo);
    bus.subscribe(
        String.class.getName(),
        command -> {
          busy.await();
          return handled.add(command.getPayload());
        });
    CommandGateway gateway = DefaultCommandGateway.builder().commandBus(bus).build();

    List<CompletableFuture<Object>> answers =
        Stream.of("being handled", "caller's", "caller's second", "caller's third")
            .map(gateway::<Object>send)
            .collect(Collectors.toCollection(ArrayList::new));
    CompletableFuture<Object> refused = answers.remove(3);
    Stream.of("process's", "process's second")
        .map(command -> ProcessPriority.marked(new GenericCommandMessage<>(command)))
        .map(gateway::<Object>send)
        .forEach(answers::add);

    assertThat(refused).failsWithin(Duration.ofSeconds(5)).withThrowableThat().havingCause();
    busy.countDown();
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(5, TimeUnit.SECONDS);
    assertThat(handled)
        .containsExactly(
            "being handled", "process's", "process's second", "caller's", "caller's second");
  }

  private CommandGateway handlerFails(int times, RuntimeException failure) {
    return gateway(NoTransactionManager.instance(), times, failure);
  }

  private CommandGateway gateway(
      TransactionManager transactions, int failures, RuntimeException failure) {
    CommandBus bus = bus(transactions, executor);
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

  private CommandBus bus(TransactionManager transactions, ExecutorService threads) {
    return new AxonPlatform()
        .commandBus(
            transactions,
            FailingDuplicateCommandHandlerResolver.instance(),
            threads,
            retries,
            DefaultConfigurer.defaultConfiguration().buildConfiguration());
  }
}
