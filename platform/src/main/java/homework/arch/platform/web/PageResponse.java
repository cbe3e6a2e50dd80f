package homework.arch.platform.web;

import homework.arch.api.Page;
import java.util.List;

/** One page of a list, as callers see it. */
public record PageResponse<T>(List<T> content, PageInfo page) {

  /** Where the page stands among all. */
  public record PageInfo(int size, int number, long totalElements, long totalPages) {}

  public static <T> PageResponse<T> of(Page<T> page, PageParameters asked) {
    return of(page.content(), page.totalElements(), asked);
  }

  /**
   * @param total how many there are on all pages
   */
  public static <T> PageResponse<T> of(List<T> content, long total, PageParameters asked) {
    int size = asked.sizeOrDefault();
    return new PageResponse<>(
        content, new PageInfo(size, asked.pageOrDefault(), total, (total + size - 1) / size));
  }
}
