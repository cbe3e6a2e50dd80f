package homework.arch.api.notification;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The mail server has taken the mail. Changes nothing if its delivery is not under way. */
public record RecordDelivery(@TargetAggregateIdentifier UUID notificationId)
    implements NotificationCommand {}
