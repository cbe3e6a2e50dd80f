package homework.arch.api.billing;

import homework.arch.api.Page;
import java.util.List;

public record EntryPage(List<EntryView> content, long totalElements) implements Page<EntryView> {}
