package homework.arch.order.audit;

import java.time.Duration;

/**
 * How long things may take before they count as faults.
 *
 * @param underWay from a decision to its mail, and from its refusal or cancellation to the refund
 * @param overdue from an order's deadline to its rejection: as long as it takes until another
 *     process does what a killed one had begun
 * @param lag how long the read models are looked at again until they have caught up
 */
public record AuditLimits(Duration underWay, Duration overdue, Duration lag) {}
