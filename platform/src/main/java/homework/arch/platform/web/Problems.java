package homework.arch.platform.web;

import homework.arch.api.Refused;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Answers that are problem details (RFC 9457). */
public final class Problems {

  private Problems() {}

  /** A field of the request that is wrong, and what is wrong with it. */
  public record FieldProblem(String field, String message) {}

  /** An exception that becomes this problem detail, wherever it is thrown. */
  public static final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemDetail problem;

    private ProblemException(ProblemDetail problem) {
      super(problem.getDetail());
      this.problem = problem;
    }

    ProblemDetail problem() {
      return problem;
    }
  }

  public static ProblemException exception(ProblemType type, String detail) {
    return new ProblemException(type.detail(detail));
  }

  public static ProblemException notFound(String what, Object id) {
    return exception(ProblemType.NOT_FOUND, "There is no %s %s.".formatted(what, id));
  }

  static ProblemException invalidField(String field, String message) {
    return new ProblemException(invalid(List.of(new FieldProblem(field, message))));
  }

  static ProblemDetail invalid(List<FieldProblem> errors) {
    List<FieldProblem> sorted =
        errors.stream()
            .sorted(Comparator.comparing(FieldProblem::field).thenComparing(FieldProblem::message))
            .toList();
    FieldProblem first = sorted.get(0);
    ProblemDetail problem =
        ProblemType.INVALID_REQUEST.detail("%s %s.".formatted(first.field(), first.message()));
    problem.setProperty("errors", sorted);
    return problem;
  }

  /** The problem detail of a command that was refused, if that is what the failure is. */
  static Optional<ProblemDetail> ofRefusal(Throwable failure) {
    if (unwrapped(failure) instanceof CommandExecutionException refused) {
      return refused
          .<Object>getDetails()
          .filter(Refused.Reason.class::isInstance)
          .map(reason -> ProblemType.of((Refused.Reason) reason))
          .map(type -> type.detail(String.valueOf(refused.getMessage())));
    }
    return Optional.empty();
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
}
