package homework.arch.api.order;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The order is paid. Changes nothing if it is decided already. */
public record ApproveOrder(@TargetAggregateIdentifier UUID orderId) implements OrderCommand {}
