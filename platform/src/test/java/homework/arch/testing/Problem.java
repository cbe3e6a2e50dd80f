package homework.arch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.platform.web.ProblemType;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A problem detail (RFC 9457) as a caller reads it; there is nothing in it but this. */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable List<FieldError> errors) {

  public record FieldError(String field, String message) {}

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b(org|java|javax|jakarta|tools|com|homework)\\.|Exception|(?i)select |sql");

  /** The problem that was answered, with the status and the media type of one. */
  public static Problem in(MvcTestResult answer) {
    assertThat(answer).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyText().doesNotContainPattern(INSIDE);
    Problem problem = STRICT.readValue(answer.getResponse().getContentAsByteArray(), Problem.class);
    assertThat(answer).hasStatus(problem.status());
    return problem;
  }

  /** A problem that is not about a field. */
  public static Problem of(ProblemType type, String detail, String instance) {
    ProblemDetail problem = type.detail(detail);
    return new Problem(
        String.valueOf(problem.getType()),
        String.valueOf(problem.getTitle()),
        problem.getStatus(),
        detail,
        instance,
        null);
  }

  /** One or more fields are wrong; the detail tells of the first. */
  public static Problem invalid(String instance, FieldError... errors) {
    Problem problem =
        of(
            ProblemType.INVALID_REQUEST,
            errors[0].field() + " " + errors[0].message() + ".",
            instance);
    return new Problem(
        problem.type(),
        problem.title(),
        problem.status(),
        problem.detail(),
        problem.instance(),
        List.of(errors));
  }

  public static Problem invalid(String instance, String field, String message) {
    return invalid(instance, new FieldError(field, message));
  }

  /** The body is not even an object whose fields could be named. */
  public static Problem malformed(String instance) {
    return of(
        ProblemType.INVALID_REQUEST, "The body is not the JSON object that is expected.", instance);
  }
}
