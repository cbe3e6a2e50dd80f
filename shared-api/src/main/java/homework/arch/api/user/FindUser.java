package homework.arch.api.user;

import homework.arch.api.Query;
import java.util.UUID;

/** One user, or nothing; right from the moment of the registration. */
public record FindUser(UUID userId) implements Query<UserView> {}
