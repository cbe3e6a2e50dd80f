package homework.arch.api.user;

import java.util.UUID;

/**
 * An e-mail address belongs to a user from now on. It is in a stream named after the address, the
 * first event or the one after {@link EmailReleased}, so that the event store itself refuses a
 * second owner.
 */
public record EmailClaimed(UUID userId) implements UserEvent {}
