package homework.arch.api.order;

import homework.arch.api.Page;
import java.util.List;

public record OrderPage(List<OrderView> content, long totalElements) implements Page<OrderView> {}
