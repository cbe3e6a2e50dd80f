package homework.arch.platform.clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How far the clock of this process is ahead of the database's, which all processes of a service
 * share: at the start and each minute, by a query of its own. Deadlines, and the claims of event
 * processors, go wrong where clocks are far apart. It is told in the health, as the gauge {@code
 * arch.clock.skew}, and beyond a bound in the log; nothing is stopped for it.
 */
public final class ClockSkew implements HealthIndicator, MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(ClockSkew.class);

  private final DataSource dataSource;
  private final Clock clock;
  private final Duration bound;
  private volatile @Nullable Long skewMillis;
  private boolean warned;

  public ClockSkew(DataSource dataSource, Clock clock, Duration bound) {
    this.dataSource = dataSource;
    this.clock = clock;
    this.bound = bound;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  public void measure() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement("select clock_timestamp()")) {
      Instant asked = clock.instant();
      long began = System.nanoTime();
      try (ResultSet row = query.executeQuery()) {
        // The database looked at its clock in the middle of the round trip, more or less.
        Duration half = Duration.ofNanos((System.nanoTime() - began) / 2);
        row.next();
        Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
        tell(Duration.between(there, asked.plus(half)), half);
      }
    } catch (SQLException e) {
      log.debug("The clock of the database cannot be asked for now", e);
    }
  }

  private void tell(Duration measured, Duration error) {
    skewMillis = measured.toMillis();
    boolean apart = measured.abs().minus(error).compareTo(bound) > 0;
    if (apart && !warned) {
      log.warn(
          "The clock of this process is {} ms {} the database's. Deadlines are kept by it: set it right",
          measured.abs().toMillis(),
          measured.isNegative() ? "behind" : "ahead of");
    } else if (!apart && warned) {
      log.info("The clock of this process is right again");
    }
    warned = apart;
  }

  /** Never down: the process does its work, and would do it no better if nobody called it. */
  @Override
  public Health health() {
    Long known = skewMillis;
    return known == null
        ? Health.unknown().build()
        : Health.up()
            .withDetail("clockSkew", known + " ms")
            .withDetail("bound", bound.toMillis() + " ms")
            .build();
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    TimeGauge.builder("arch.clock.skew", () -> skewMillis, TimeUnit.MILLISECONDS)
        .description("How far the clock of this process is ahead of the database's")
        .register(meters);
  }
}
