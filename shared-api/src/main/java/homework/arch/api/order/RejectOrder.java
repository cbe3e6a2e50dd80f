package homework.arch.api.order;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The order will not be paid. Changes nothing if it is decided already. */
public record RejectOrder(@TargetAggregateIdentifier UUID orderId, RejectionReason reason)
    implements OrderCommand {}
