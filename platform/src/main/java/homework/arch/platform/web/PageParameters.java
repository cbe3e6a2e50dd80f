package homework.arch.platform.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for: {@code ?page=0&size=20}. */
public record PageParameters(
    @Min(value = 0, message = "must be zero or more") @Nullable Integer page,
    @Min(value = 1, message = "must be from 1 to 200")
        @Max(value = 200, message = "must be from 1 to 200")
        @Nullable Integer size) {

  private static final int DEFAULT_SIZE = 20;

  public int pageOrDefault() {
    return page == null ? 0 : page;
  }

  public int sizeOrDefault() {
    return size == null ? DEFAULT_SIZE : size;
  }
}
