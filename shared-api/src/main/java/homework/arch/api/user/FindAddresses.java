package homework.arch.api.user;

import homework.arch.api.Query;
import java.util.List;
import java.util.UUID;

/**
 * The e-mail address of each of these users, right from the moment of the registration. There is
 * none of who is not registered, or was erased.
 */
public record FindAddresses(List<UUID> userIds) implements Query<Texts> {}
