package homework.arch.platform.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for: {@code ?page=0&size=20}. */
@PageParameters.WithinReach
public record PageParameters(
    @Parameter(
            description = "Which page, the first is 0; page times size is at most 100000",
            schema = @Schema(type = "integer", format = "int32", defaultValue = "0"))
        @Min(value = 0, message = "must be from 0 to 100000")
        @Max(value = PageParameters.FURTHEST, message = "must be from 0 to 100000")
        @Nullable Integer page,
    @Parameter(
            description = "How many there are on a page",
            schema = @Schema(type = "integer", format = "int32", defaultValue = "20"))
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

  @Constraint(validatedBy = WithinReach.Validator.class)
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface WithinReach {

    String message() default "times size must be at most 100000";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Tells it of the field {@code page}. */
    final class Validator implements ConstraintValidator<WithinReach, PageParameters> {

      @Override
      public boolean isValid(PageParameters asked, ConstraintValidatorContext context) {
        int page = asked.pageOrDefault();
        // What is wrong by itself is told by itself.
        if (page > FURTHEST || (long) page * asked.sizeOrDefault() <= FURTHEST) {
          return true;
        }
        context.disableDefaultConstraintViolation();
        context
            .buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
            .addPropertyNode("page")
            .addConstraintViolation();
        return false;
      }
    }
  }
}
