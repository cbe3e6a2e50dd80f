package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.concurrent.ExecutionException;
import org.axonframework.eventhandling.AbstractEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LostConnectionFilterTest {

  private final Throwable lost =
      new EventStoreException(
          "cannot be read", new ExecutionException(Status.UNAVAILABLE.asRuntimeException()));

  private final Logger axons = LoggerFactory.getLogger(AbstractEventProcessor.class);
  private final LostConnectionFilter filter = LostConnectionFilter.installed();

  @AfterEach
  void remove() {
    filter.destroy();
  }

  @Test
  void aLostConnectionIsNotToldByEachOfAxonsParts(CapturedOutput output) {
    axons.warn("Error occurred. Starting retry mode.", lost);
    axons.warn("Releasing claim on token and preparing for retry in {}s", 1);
    axons.warn("Fetch Segments for '{}' failed: {}. Retry in {}s", "saga", "away", 1, lost);

    assertThat(output).isEmpty();
  }

  @Test
  void whateverElseFailsIsTold(CapturedOutput output) {
    axons.warn("Error occurred. Starting retry mode.", new IllegalStateException("a bug"));
    axons.warn("No token", Status.PERMISSION_DENIED.asRuntimeException());
    axons.warn("Segment {} is {}", 0, "gone");
    axons.error("The processor ends.", lost);
    LoggerFactory.getLogger(getClass()).warn("Ours.", lost);

    assertThat(output)
        .contains("a bug", "PERMISSION_DENIED", "Segment 0 is gone", "The processor ends.", "Ours");
  }

  @Test
  void itIsGoneWithTheApplication(CapturedOutput output) {
    filter.destroy();

    axons.warn("Error occurred. Starting retry mode.", lost);

    assertThat(output).contains("Starting retry mode");
  }
}
