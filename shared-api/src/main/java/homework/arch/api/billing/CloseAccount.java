package homework.arch.api.billing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Closes a user's account for good, or until the user is registered again. Refused while there is
 * money on it or an order under way; a repeat changes nothing.
 *
 * @param registration the user's registration that ends, by the number of its event in the user's
 *     stream: it is closed for this one and all before, opened or not
 * @param orderUnderWay an order of the user that may still take or give back money, if one is known
 */
public record CloseAccount(UUID userId, long registration, @Nullable UUID orderUnderWay)
    implements AccountCommand {}
