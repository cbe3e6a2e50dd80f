package homework.arch.api.billing;

import java.time.Instant;
import java.util.UUID;

/**
 * There is no money on the account, and none comes in any more but what has to go back to it.
 *
 * @param registration the user's registration that ended, by the number of its event in the user's
 *     stream
 */
public record AccountClosed(UUID userId, long registration, Instant closedAt)
    implements AccountEvent {}
