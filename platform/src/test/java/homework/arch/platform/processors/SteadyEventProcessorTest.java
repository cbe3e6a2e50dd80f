package homework.arch.platform.processors;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.platform.deadletters.Batches;
import java.time.Duration;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SteadyEventProcessorTest {

  private final SteadyEventProcessor processor =
      new SteadyEventProcessor(
          TrackingEventProcessor.builder()
              .name("projection")
              .eventHandlerInvoker(
                  SimpleEventHandlerInvoker.builder().eventHandlers(new Object()).build())
              .messageSource(
                  EmbeddedEventStore.builder()
                      .storageEngine(new InMemoryEventStorageEngine())
                      .build())
              .tokenStore(new InMemoryTokenStore())
              .transactionManager(NoTransactionManager.INSTANCE),
          new Batches("projection", 10));

  /** One that is stopped while it begins has no stream yet, and Axon's loop fails over that. */
  @Test
  void hasNoFailureAndNoPauseWhenItIsStopped(CapturedOutput output) {
    long began = System.nanoTime();

    processor.doSleepFor(Duration.ofMinutes(1).toMillis());

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    assertThat(output).doesNotContain("cannot go on");
  }
}
