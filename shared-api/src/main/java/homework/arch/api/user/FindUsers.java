package homework.arch.api.user;

import homework.arch.api.Query;

public record FindUsers(int page, int size) implements Query<UserPage> {}
