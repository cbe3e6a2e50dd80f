package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.FailingDuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.DefaultConfigurer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

class CommandBusTest {

  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    executor.shutdown();
  }

  @Test
  void aCommandIsAnsweredAtOnceEvenIfItsTransactionCannotBeStarted() {
    DefaultCommandGateway commands =
        DefaultCommandGateway.builder()
            .commandBus(
                commandBus(
                    () -> {
                      throw new CannotCreateTransactionException("the database is away");
                    }))
            .build();

    assertThat(commands.send("greet"))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(CannotCreateTransactionException.class);
  }

  private AsynchronousCommandBus commandBus(TransactionManager transactions) {
    AsynchronousCommandBus bus =
        new AxonPlatform()
            .commandBus(
                transactions,
                FailingDuplicateCommandHandlerResolver.instance(),
                executor,
                DefaultConfigurer.defaultConfiguration().buildConfiguration());
    bus.subscribe(String.class.getName(), command -> "hello");
    return bus;
  }
}
