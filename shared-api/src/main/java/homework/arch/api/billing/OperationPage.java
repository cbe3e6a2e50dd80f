package homework.arch.api.billing;

import homework.arch.api.Page;
import java.util.List;

public record OperationPage(List<OperationView> content, long totalElements)
    implements Page<OperationView> {}
