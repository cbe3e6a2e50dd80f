package homework.arch.platform.processors;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.platform.deadletters.Batches;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

class ProcessorStreamTest {

  /** A stop of the application waits for it. */
  @Test
  void doesNotWaitForEventsWhenItsProcessorStops() throws InterruptedException {
    ProcessorStream stream =
        new ProcessorStream(
            EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build()
                .openStream(null),
            event -> true,
            new Batches("projection", 10),
            Duration.ZERO,
            () -> false);
    long began = System.nanoTime();

    assertThat(stream.hasNextAvailable(1, TimeUnit.MINUTES)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }
}
