package homework.arch.platform.clock;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Clocks that are apart are noticed. */
@AutoConfiguration
public class ClockPlatform {

  /** Its name is that of the part in {@code /actuator/health}. */
  @Bean
  ClockSkew clockHealthIndicator(
      DataSource dataSource, Clock clock, @Value("${arch.max-clock-skew}") Duration bound) {
    return new ClockSkew(dataSource, clock, bound);
  }
}
