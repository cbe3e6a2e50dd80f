package homework.arch.api.billing;

import homework.arch.api.Query;
import java.util.UUID;

/**
 * The operations with this id or a greater one, on whatever accounts, in the order of these ids.
 *
 * @param size at most how many
 */
public record FindEntries(UUID from, int size) implements Query<EntryPage> {}
