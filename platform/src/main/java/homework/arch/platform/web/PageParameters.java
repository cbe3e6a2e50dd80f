package homework.arch.platform.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for: {@code ?page=0&size=20}. */
public record PageParameters(
    @Parameter(
            description = "Which page, the first is 0",
            schema = @Schema(type = "integer", format = "int32", defaultValue = "0"))
        @Min(value = 0, message = "must be from 0 to 10000000")
        @Max(value = PageParameters.LAST_PAGE, message = "must be from 0 to 10000000")
        @Nullable Integer page,
    @Parameter(
            description = "How many there are on a page",
            schema = @Schema(type = "integer", format = "int32", defaultValue = "20"))
        @Min(value = 1, message = "must be from 1 to 200")
        @Max(value = 200, message = "must be from 1 to 200")
        @Nullable Integer size) {

  /** JPA counts rows in an int, and a page has up to 200 of them. */
  private static final int LAST_PAGE = 10_000_000;

  private static final int DEFAULT_SIZE = 20;

  public int pageOrDefault() {
    return page == null ? 0 : page;
  }

  public int sizeOrDefault() {
    return size == null ? DEFAULT_SIZE : size;
  }
}
