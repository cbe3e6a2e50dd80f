package homework.arch.api.billing;

import homework.arch.api.Query;

public record FindAccounts(int page, int size) implements Query<AccountPage> {}
