package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.DebitAccount;
import homework.arch.platform.commands.LocalCommandBus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.axonframework.common.Registration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The clock of the computer is put right while callers are at work: an hour on, or back. */
@TestPropertySource(properties = {"arch.data-folder=target/moved-clock", "arch.decide-within=10m"})
@Import(MovedClockIT.MovedClock.class)
@DirtiesContext // nobody else uses it
@Tag("chaos")
class MovedClockIT extends InOneJvm {

  private static final Duration HOUR = Duration.ofHours(1);

  @TestConfiguration
  static class MovedClock {

    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    @Bean
    Clock clock() {
      InstantSource real = InstantSource.system();
      InstantSource moved = () -> real.instant().plus(offset.get());
      return moved.withZone(ZoneOffset.UTC);
    }

    void moveBy(Duration duration) {
      offset.updateAndGet(duration::plus);
    }
  }

  @Autowired private MovedClock clock;
  @Autowired private LocalCommandBus commandBus;

  @Test
  void ordersAreDecidedOnceTheirDeadlinesAreOverAndTheOthersGoOn() throws Exception {
    String userId = api().userWith("100");
    CountDownLatch released = new CountDownLatch(1);
    Registration silence =
        commandBus.registerHandlerInterceptor(
            (work, chain) -> {
              if (work.getMessage().getPayload() instanceof DebitAccount debit
                  && debit.userId().toString().equals(userId)) {
                assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
              }
              return chain.proceed();
            });
    List<String> unanswered =
        Stream.generate(() -> api().order(userId, "40").expect(201).id("orderId"))
            .limit(3)
            .toList();
    Clients clients = new Clients(api()).start();

    clock.moveBy(HOUR);

    for (String orderId : unanswered) {
      Api.Answer order = api().decidedOrder(orderId).expect(200);
      assertThat(order.id("rejectionReason")).isEqualTo("PAYMENT_TIMEOUT");
      assertThat(Instant.parse(order.id("decidedAt")))
          .isAfter(Instant.parse(order.id("placedAt")).plus(HOUR));
    }
    released.countDown();
    silence.close();
    clock.moveBy(HOUR.negated());
    // The late debits may take up to 80 first, and give it back.
    assertThat(api().order(userId, "10", "Prefer", "wait=10").expect(201).id("status"))
        .isEqualTo("APPROVED");
    Clients.Result result = clients.stop();
    api().expectBalance(userId, "90");
    expectThatTheAuditHolds();
    ChaosTable table = new ChaosTable();
    table.add("the clock an hour on, past the deadlines, and back", result, true);
    table.print();
  }
}
