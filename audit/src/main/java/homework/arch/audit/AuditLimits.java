package homework.arch.audit;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long things may take before they count as faults.
 *
 * @param underWay from a decision to its mail, and from its refusal or cancellation to the refund
 * @param overdue from an order's deadline to its rejection: as long as it takes until another
 *     process does what a killed one had begun
 * @param lag how long the read models are looked at again until they have caught up
 * @param atMost how long an audit may take that is asked for by HTTP: nobody tells it that the
 *     caller has gone
 */
@ConfigurationProperties("arch.audit")
public record AuditLimits(Duration underWay, Duration overdue, Duration lag, Duration atMost) {

  boolean isUnderWay(Instant since, Instant now) {
    return since.plus(underWay).isAfter(now);
  }
}
