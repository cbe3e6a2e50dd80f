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
      if (text.codePoints().anyMatch(Validator::cannotBeStored)) {
        return "has a character that is not allowed";
      }
      if (singleLine && text.codePoints().anyMatch(Validator::breaksLine)) {
        return "has a line break";
      }
      return null;
    }

    /** PostgreSQL keeps no NUL, and half of a surrogate pair is no character. */
    private static boolean cannotBeStored(int codePoint) {
      return codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean breaksLine(int codePoint) {
      int type = Character.getType(codePoint);
      return type == Character.CONTROL
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR;
    }
  }
}
