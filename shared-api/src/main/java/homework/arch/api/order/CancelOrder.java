package homework.arch.api.order;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Takes an approved order back; answered with {@link OrderCancelled}. */
public record CancelOrder(@TargetAggregateIdentifier UUID orderId) implements OrderCommand {}
