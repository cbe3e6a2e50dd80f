package homework.arch.api.user;

import homework.arch.api.Page;
import java.util.List;

public record UserPage(List<UserView> content, long totalElements) implements Page<UserView> {}
