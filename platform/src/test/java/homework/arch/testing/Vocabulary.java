package homework.arch.testing;

import homework.arch.api.Money;
import homework.arch.platform.axon.NowParameterResolverFactory;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;

/** The words that the tests of all modules share. */
public final class Vocabulary {

  /** When everything happens, in the microseconds that are kept. */
  public static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

  public static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

  public static final UUID ANN = UUID.fromString("a0000000-0000-4000-8000-000000000000");
  public static final UUID BOB = UUID.fromString("b0000000-0000-4000-8000-000000000000");
  public static final UUID USER = UUID.fromString("8e44f008-9b07-4e18-8718-eb9ca3d94674");
  public static final UUID ORDER = UUID.fromString("61e9abea-a2ba-4e12-9655-5c135d818e6e");

  private Vocabulary() {}

  public static Money rub(long majorUnits) {
    return Money.ofDecimal(BigDecimal.valueOf(majorUnits));
  }

  public static Money rub(String majorUnits) {
    return Money.ofDecimal(new BigDecimal(majorUnits));
  }

  /** Gives command handlers {@link #NOW} for the time, from a clock that is finer than it. */
  public static NowParameterResolverFactory nowForHandlers() {
    return new NowParameterResolverFactory(Clock.fixed(NOW.plusNanos(789), ZoneOffset.UTC));
  }

  /** A fixture whose handlers run {@link #NOW} and get these collaborators as parameters. */
  public static <T> AggregateTestFixture<T> fixtureOf(Class<T> aggregate, Object... collaborators) {
    AggregateTestFixture<T> fixture = new AggregateTestFixture<>(aggregate);
    fixture.registerParameterResolverFactory(nowForHandlers());
    for (Object collaborator : collaborators) {
      fixture.registerInjectableResource(collaborator);
    }
    return fixture;
  }
}
