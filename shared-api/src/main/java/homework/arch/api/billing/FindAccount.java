package homework.arch.api.billing;

import homework.arch.api.Query;
import java.util.UUID;

/** A user's account, or nothing until it is open. */
public record FindAccount(UUID userId) implements Query<AccountView> {}
