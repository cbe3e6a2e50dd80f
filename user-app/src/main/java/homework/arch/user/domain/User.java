package homework.arch.user.domain;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import homework.arch.api.Refused;
import homework.arch.api.user.EraseUser;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserRegistered;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A user, who is registered once and keeps an e-mail address that nobody else has. An erased one
 * may be registered anew, and has no more to do with who it was before.
 */
public class User {

  @SuppressWarnings("UnusedVariable") // Axon reads it
  @AggregateIdentifier
  private @Nullable UUID userId;

  private @Nullable UserRegistered registration;
  private long registrationNumber;

  /** The place behind the last erasure. */
  private long since;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  UserRegistered handle(
      RegisterUser command, Emails emails, PersonalData personalData, Instant now) {
    if (registration != null) {
      return repeated(registration, command, personalData);
    }
    if (!emails.claim(command, since)) {
      throw new Refused(Refused.Reason.EMAIL_TAKEN, "Another user has this e-mail address.");
    }
    UserRegistered event =
        new UserRegistered(
            command.userId(), command.name(), command.email(), command.emailHash(), now);
    apply(event);
    return event;
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(EraseUser command, Emails emails, Instant now) {
    if (registration != null && registrationNumber == command.registration()) {
      emails.release(registration);
      apply(new UserErased(command.userId(), now));
    }
  }

  /** Sealed twice, a text looks different each time. */
  private static UserRegistered repeated(
      UserRegistered first, RegisterUser command, PersonalData personalData) {
    UUID userId = command.userId();
    if (!personalData.isSame(userId, PersonalData.NAME, first.name(), command.name())
        || !personalData.isSame(userId, PersonalData.EMAIL, first.email(), command.email())) {
      throw new Refused(Refused.Reason.ID_REUSED, "This user was registered with other data.");
    }
    return first;
  }

  @EventSourcingHandler
  void on(UserRegistered event, @SequenceNumber long number) {
    userId = event.userId();
    registration = event;
    registrationNumber = number;
  }

  @EventSourcingHandler
  void on(UserErased event, @SequenceNumber long number) {
    userId = event.userId();
    registration = null;
    since = number + 1;
  }
}
