package homework.arch.order.domain;

import java.time.Duration;

/**
 * @param decideWithin how long after its placing an order is decided at the latest
 */
public record PaymentTerms(Duration decideWithin) {}
