package homework.arch.api.billing;

import homework.arch.api.Query;
import java.util.UUID;

/**
 * The accounts of the users with this id or a greater one, in the order of these ids.
 *
 * @param size at most how many
 */
public record FindAccounts(UUID from, int size) implements Query<AccountPage> {}
