package homework.arch.platform.web;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for: {@code ?page=0&size=20}. */
public record PageParameters(
    @Min(value = 0, message = "must be from 0 to 100000")
        @Max(value = PageParameters.FURTHEST, message = "must be from 0 to 100000")
        @Nullable Integer page,
    @Min(value = 1, message = "must be from 1 to 200")
        @Max(value = 200, message = "must be from 1 to 200")
        @Nullable Integer size) {

  /** How many entries a page may have before it: the database counts through all of them. */
  private static final int FURTHEST = 100_000;

  private static final int DEFAULT_SIZE = 20;

  public int pageOrDefault() {
    return page == null ? 0 : page;
  }

  public int sizeOrDefault() {
    return size == null ? DEFAULT_SIZE : size;
  }

  /** Named so that the error is told of the field {@code page}. */
  @AssertTrue(message = "times size must be at most 100000")
  boolean isPage() {
    // What is wrong by itself is told by itself.
    return pageOrDefault() > FURTHEST || (long) pageOrDefault() * sizeOrDefault() <= FURTHEST;
  }
}
