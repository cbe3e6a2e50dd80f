package homework.arch.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  private static final String OK = "ok";

  private static final Validator VALIDATOR =
      Validation.buildDefaultValidatorFactory().getValidator();

  record Texts(
      @Text(max = 5) @Nullable String text,
      @Text(max = 5, singleLine = true) @Nullable String line,
      @Text(max = 5, required = false) @Nullable String optional) {}

  @ParameterizedTest
  @ValueSource(strings = {"a", "12345", " a b ", "ёжик", "日本語", "🦔🦔🦔🦔🦔", "é", "\uFFFD", "{0}"})
  void charactersAreCountedAsPeopleAndPostgresCountThem(String text) {
    assertThat(problems(new Texts(text, text, text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "12345 ", "🦔🦔🦔🦔🦔!"})
  void whatIsLongerThanAllowedIsRefused(String text) {
    assertThat(problems(new Texts(text, OK, OK))).containsExactly("has more than 5 characters");
    assertThat(problems(new Texts(OK, text, OK))).containsExactly("has more than 5 characters");
    assertThat(problems(new Texts(OK, OK, text))).containsExactly("has more than 5 characters");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t\r\n", "\u2003"})
  void blankIsMissingWhereSomethingIsRequired(@Nullable String blank) {
    assertThat(problems(new Texts(blank, OK, OK))).containsExactly("is missing");
    assertThat(problems(new Texts(OK, blank, OK))).containsExactly("is missing");
    assertThat(problems(new Texts(OK, OK, blank))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\uD83E", "a\uDD94", "\uDD94\uD83E"})
  void whatPostgresCannotKeepIsRefused(String text) {
    assertThat(problems(new Texts(text, OK, OK)))
        .containsExactly("has a character that is not allowed");
    assertThat(problems(new Texts(OK, OK, text)))
        .containsExactly("has a character that is not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0085b", "a\u2028b", "a\u2029b", "a\tb", "a\u000Bb"})
  void aLineHasNoBreakAndATextMay(String text) {
    assertThat(problems(new Texts(OK, text, OK))).containsExactly("has a line break");
    assertThat(problems(new Texts(text, OK, text))).isEmpty();
  }

  @Test
  void oneFieldHasOneProblem() {
    assertThat(problems(new Texts("123456\0", "123456\n", null)))
        .containsExactly("has more than 5 characters", "has more than 5 characters");
  }

  private static List<String> problems(Texts texts) {
    return VALIDATOR.validate(texts).stream().map(ConstraintViolation::getMessage).toList();
  }
}
