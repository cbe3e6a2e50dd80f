package homework.arch.testing;

import homework.arch.api.Money;
import homework.arch.platform.axon.NowParameterResolverFactory;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.test.aggregate.AggregateTestFixture;

/** The words that the tests of all modules share. */
public final class Vocabulary {

  /** When everything happens, in the microseconds that are kept. */
  public static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

  private Vocabulary() {}

  public static Money rub(long majorUnits) {
    return Money.ofDecimal(BigDecimal.valueOf(majorUnits));
  }

  public static Money rub(String majorUnits) {
    return Money.ofDecimal(new BigDecimal(majorUnits));
  }

  /** Gives command handlers {@link #NOW} for the time. */
  public static NowParameterResolverFactory nowForHandlers() {
    return new NowParameterResolverFactory(Clock.fixed(NOW, ZoneOffset.UTC));
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
