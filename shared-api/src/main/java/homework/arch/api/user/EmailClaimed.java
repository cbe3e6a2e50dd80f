package homework.arch.api.user;

import java.util.UUID;

/**
 * An e-mail address belongs to a user from now on. It is the first and only event of a stream named
 * after the address, so that the event store itself refuses a second owner.
 */
public record EmailClaimed(UUID userId) implements UserEvent {}
