package homework.arch.api.billing;

import java.util.UUID;

/** Opens a user's account with a balance of nothing; a repeat changes nothing. */
public record OpenAccount(UUID userId) implements AccountCommand {}
