package homework.arch.platform.web;

import static java.util.Comparator.comparing;

import homework.arch.api.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Answers that are problem details (RFC 9457). */
public final class Problems {

  /** What a caller is told to wait who finds a service away. */
  public static final String RETRY_AFTER_SECONDS = "2";

  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();

  /** Tomcat gives paths byte for byte. */
  private static final Pattern NOT_OF_A_PATH =
      Pattern.compile("%(?![0-9a-fA-F]{2})|[^%A-Za-z0-9\\-._~!$&'()*+,;=:@/]");

  private Problems() {}

  /** A field of the request that is wrong, and what is wrong with it. */
  record FieldProblem(String field, String message) {}

  /** An exception that becomes this problem detail, wherever it is thrown. */
  public static final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final transient ProblemDetail problem;

    ProblemException(ProblemDetail problem) {
      super(problem.getDetail());
      this.problem = problem;
    }
  }

  public static ProblemException exception(ProblemType type, String detail) {
    return new ProblemException(type.detail(detail));
  }

  public static ProblemException notFound(String what, Object id) {
    return exception(ProblemType.NOT_FOUND, "There is no %s %s.".formatted(what, id));
  }

  static ProblemDetail invalid(String field, String message) {
    return invalid(List.of(new FieldProblem(field, message)));
  }

  static ProblemDetail invalid(List<FieldProblem> errors) {
    List<FieldProblem> sorted =
        errors.stream()
            .sorted(comparing(FieldProblem::field).thenComparing(FieldProblem::message))
            .toList();
    FieldProblem first = sorted.get(0);
    ProblemDetail problem =
        ProblemType.INVALID_REQUEST.detail("%s %s.".formatted(first.field(), first.message()));
    problem.setProperty("errors", sorted);
    return problem;
  }

  /** The problem detail of a command that was refused, if that is what the failure is. */
  static Optional<ProblemDetail> ofRefusal(Throwable failure) {
    return unwrapped(failure) instanceof CommandExecutionException refused
            && refused.getDetails().orElse(null) instanceof Refused.Reason reason
        ? Optional.of(ProblemType.of(reason).detail(String.valueOf(refused.getMessage())))
        : Optional.empty();
  }

  /**
   * The path of a request as a URI. What callers send need not be one: what may not stand in a path
   * is escaped.
   *
   * @param path null where the request was so malformed that it has none
   */
  static URI instance(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return URI.create("/");
    }
    String escaped =
        NOT_OF_A_PATH
            .matcher(path)
            .replaceAll(found -> "%%%02X".formatted(found.group().charAt(0) & 0xff));
    // Two slashes at the start would make a host of what follows.
    return URI.create(escaped.replaceFirst("^//", "/%2F"));
  }

  static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? unwrapped(failure.getCause())
        : failure;
  }

  public static ResponseEntity<ProblemDetail> response(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  /** Answers a request that no controller sees. */
  public static void write(
      ProblemDetail problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    problem.setInstance(instance(request.getRequestURI()));
    byte[] body = JSON.writeValueAsBytes(problem);
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
