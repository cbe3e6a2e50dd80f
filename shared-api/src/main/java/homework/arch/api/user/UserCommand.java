package homework.arch.api.user;

import java.util.UUID;

/** What can be asked of a user; handled by user-app. */
public sealed interface UserCommand permits RegisterUser, EraseUser {

  UUID userId();
}
