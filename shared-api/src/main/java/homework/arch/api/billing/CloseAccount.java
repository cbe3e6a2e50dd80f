package homework.arch.api.billing;

import java.util.UUID;

/**
 * Closes a user's account for good, or until the user is registered again. Refused while there is
 * money on it; a repeat changes nothing.
 *
 * @param registration the user's registration that ends, by the number of its event in the user's
 *     stream: it is closed for this one and all before, opened or not
 */
public record CloseAccount(UUID userId, long registration) implements AccountCommand {}
