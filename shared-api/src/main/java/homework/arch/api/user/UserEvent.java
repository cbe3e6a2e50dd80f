package homework.arch.api.user;

import java.util.UUID;

/** What has happened to a user; published by user-app. */
public sealed interface UserEvent permits UserRegistered, UserErased, EmailClaimed, EmailReleased {

  UUID userId();
}
