package homework.arch.platform.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class BoundedCommandGatewayTest {

  private record Own() {}

  private record OfAnother() {}

  private final LocalCommandBus own = new LocalCommandBus(SimpleCommandBus.builder());
  private final CommandBus throughAxonServer = SimpleCommandBus.builder().build();

  @BeforeEach
  void subscribe() {
    own.subscribe(Own.class.getName(), command -> "here");
    throughAxonServer.subscribe(Own.class.getName(), command -> "travelled");
    throughAxonServer.subscribe(OfAnother.class.getName(), command -> "travelled");
  }

  @AfterEach
  void shutDown() {
    own.close();
  }

  @Test
  void onlyCommandsOfOtherServicesTravel() {
    BoundedCommandGateway gateway = gateway(throughAxonServer, Duration.ofSeconds(10));

    assertThat(gateway.send(new Own())).isCompletedWithValue("here");
    assertThat(gateway.send(new OfAnother())).isCompletedWithValue("travelled");
  }

  @Test
  void whateverItIsIsSeenByWhatLooksAtCommandsThatAreSent() {
    BoundedCommandGateway gateway = gateway(throughAxonServer, Duration.ofSeconds(10));
    List<Object> seen = new ArrayList<>();
    gateway.registerDispatchInterceptor(
        messages ->
            (index, message) -> {
              seen.add(message.getPayload());
              return message;
            });

    assertThat(gateway.send(new Own())).isCompleted();
    assertThat(gateway.send(new OfAnother())).isCompleted();
    assertThat(seen).containsExactly(new Own(), new OfAnother());
  }

  @Test
  void nobodyWaitsForEver() {
    CommandBus silent = Mockito.mock(CommandBus.class);

    assertThat(gateway(silent, Duration.ofMillis(10)).send(new OfAnother()))
        .failsWithin(5, TimeUnit.SECONDS)
        .withThrowableThat()
        .withRootCauseInstanceOf(TimeoutException.class);
  }

  private BoundedCommandGateway gateway(CommandBus bus, Duration timeout) {
    return new BoundedCommandGateway(bus, own, timeout);
  }
}
