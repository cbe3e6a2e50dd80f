package homework.arch.api.order;

import homework.arch.api.Money;
import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Places an order; answered with {@link OrderPlaced}, the first one if it is a repeat. */
public record PlaceOrder(
    @TargetAggregateIdentifier UUID orderId, UUID userId, Money price, @Nullable String description)
    implements OrderCommand {}
