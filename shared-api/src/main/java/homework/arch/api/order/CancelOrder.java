package homework.arch.api.order;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Takes an approved order back; answered with {@link OrderCancelled}, the first one if it is a
 * repeat.
 *
 * @param cancellationId which cancellation it is: of several only one takes the order back
 */
public record CancelOrder(@TargetAggregateIdentifier UUID orderId, UUID cancellationId)
    implements OrderCommand {}
