package homework.arch.platform.web;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that a person wrote: within its length, and storable. Blank is missing. It is counted in
 * characters as Unicode and PostgreSQL count them (code points).
 */
@Documented
@Constraint(validatedBy = Text.Validator.class)
@Target({FIELD, METHOD, PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {

  int max();

  boolean required() default true;

  boolean singleLine() default false;

  String message() default "is not valid";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Says which of the rules is broken. */
  final class Validator implements ConstraintValidator<Text, @Nullable String> {

    /** PostgreSQL keeps no NUL, and half of a surrogate pair is no character. */
    private static final Pattern CANNOT_BE_STORED = Pattern.compile("[\\x00\\p{Cs}]");

    private static final Pattern BREAKS_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private int max;
    private boolean required;
    private boolean singleLine;

    @Override
    public void initialize(Text rule) {
      max = rule.max();
      required = rule.required();
      singleLine = rule.singleLine();
    }

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      String problem = problem(text);
      if (problem == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(problem).addConstraintViolation();
      return false;
    }

    private @Nullable String problem(@Nullable String text) {
      if (text == null || text.isBlank()) {
        return required ? "is missing" : null;
      }
      if (text.codePointCount(0, text.length()) > max) {
        return "has more than " + max + " characters";
      }
      if (CANNOT_BE_STORED.matcher(text).find()) {
        return "has a character that is not allowed";
      }
      if (singleLine && BREAKS_LINE.matcher(text).find()) {
        return "has a line break";
      }
      return null;
    }
  }
}
