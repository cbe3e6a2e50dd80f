package homework.arch.api.notification;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The mail did not leave, and nobody tries it any more. Changes nothing if its delivery is not
 * under way.
 *
 * @param cause a sentence without the address
 */
public record RecordDeliveryFailure(@TargetAggregateIdentifier UUID notificationId, String cause)
    implements NotificationCommand {}
