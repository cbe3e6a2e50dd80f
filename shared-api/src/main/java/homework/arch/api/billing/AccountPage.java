package homework.arch.api.billing;

import homework.arch.api.Page;
import java.util.List;

public record AccountPage(List<AccountView> content, long totalElements)
    implements Page<AccountView> {}
