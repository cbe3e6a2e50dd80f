package homework.arch.api.user;

import java.util.UUID;

/** An e-mail address belongs to a user no more, and may be claimed again. */
public record EmailReleased(UUID userId) implements UserEvent {}
