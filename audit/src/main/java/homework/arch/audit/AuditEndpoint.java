package homework.arch.audit;

import homework.arch.platform.axon.Unavailable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** The audit as an operator's call: {@code GET /actuator/audit} makes one and tells the report. */
@Endpoint(id = "audit")
final class AuditEndpoint implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(AuditEndpoint.class);

  private final Auditor auditor;
  private final AuditLimits limits;
  private volatile @Nullable Long faults;
  private final ReentrantLock running = new ReentrantLock();

  AuditEndpoint(Auditor auditor, AuditLimits limits) {
    this.auditor = auditor;
    this.limits = limits;
  }

  /** One at a time, as it reads everything, and not for ever: its caller may have gone. */
  @ReadOperation
  WebEndpointResponse<Object> audit() {
    if (!running.tryLock()) {
      return refusal(409, "An audit is running already.");
    }
    try {
      AuditReport report = auditor.audit(limits.atMost());
      faults = report.checks().stream().mapToLong(AuditReport.Check::faults).sum();
      return new WebEndpointResponse<>(report);
    } catch (CompletionException e) {
      if (!Unavailable.isCauseOf(e)) {
        throw e;
      }
      log.warn("The audit could not be made", e);
      return refusal(503, "A service that must take part is away for the moment.");
    } catch (IOException e) {
      log.warn("The audit could not be made", e);
      return refusal(503, "The audit could not be made: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refusal(503, "The service is being stopped.");
    } finally {
      running.unlock();
    }
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("arch.audit.faults", () -> faults)
        .description("What the last audit of this process found wrong; not a number before it")
        .register(meters);
  }

  private static WebEndpointResponse<Object> refusal(int status, String error) {
    return new WebEndpointResponse<>(Map.of("error", error), status);
  }
}
