package homework.arch.platform.web;

import homework.arch.platform.axon.Cause;
import homework.arch.platform.axon.Unavailable;
import homework.arch.platform.web.HttpJson.InvalidValueException;
import homework.arch.platform.web.Problems.FieldProblem;
import homework.arch.platform.web.Problems.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** The one place where errors become problem details. Nothing of the inside is told. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private static final String WRONG_TYPE = "has the wrong type";

  private final OutageLog outage = new OutageLog(log, System::nanoTime);

  @ExceptionHandler(Exception.class)
  ResponseEntity<Object> handleOther(
      Exception exception, WebRequest request, HttpServletResponse response) throws Exception {
    if (response.isCommitted()) {
      // Too late for an answer: Tomcat cuts the connection, so that nobody takes what came for all.
      log.warn("{} was cut short: {}", request.getDescription(false), Cause.of(exception));
      throw exception;
    }
    return answer(
        problemOfOther(Problems.unwrapped(exception), request), new HttpHeaders(), request);
  }

  private ProblemDetail problemOfOther(Throwable failure, WebRequest request) {
    if (failure instanceof ProblemException known) {
      return known.problem;
    }
    ProblemDetail refusal = Problems.ofRefusal(failure).orElse(null);
    if (refusal != null) {
      return refusal;
    }
    if (Unavailable.isCauseOf(failure) || Cause.isTimeLimit(failure)) {
      outage.tell(failure);
      return ProblemType.SERVICE_UNAVAILABLE.detail("Please try again in a moment.");
    }
    if (failure instanceof InvalidParameterException) {
      return ProblemType.INVALID_REQUEST.detail("The query cannot be read.");
    }
    // Spring only asserts that it is none.
    if (failure instanceof IllegalArgumentException
        && Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_TYPE), "")
            .contains("*")) {
      return ProblemType.ofStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    log.error("Unexpected failure of {}", request.getDescription(false), failure);
    return ProblemType.INTERNAL_ERROR.detail("It has been logged. Please try again.");
  }

  /** All that Spring MVC knows by itself comes here in the end. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception exception,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(problemOfSpring(exception, status), headers, request);
  }

  private static ProblemDetail problemOfSpring(Exception exception, HttpStatusCode status) {
    if (exception instanceof MethodArgumentNotValidException invalid) {
      return Problems.invalid(invalid.getFieldErrors().stream().map(ProblemHandler::of).toList());
    }
    if (exception instanceof TypeMismatchException mismatch) {
      return Problems.invalid(String.valueOf(mismatch.getPropertyName()), WRONG_TYPE);
    }
    if (exception instanceof HttpMessageNotReadableException unreadable) {
      return ofBody(unreadable);
    }
    return ProblemType.ofStatus(status);
  }

  private static FieldProblem of(FieldError error) {
    // The default message of a failed conversion names Java classes.
    return new FieldProblem(
        error.getField(),
        error.isBindingFailure() ? WRONG_TYPE : String.valueOf(error.getDefaultMessage()));
  }

  private static ProblemDetail ofBody(HttpMessageNotReadableException exception) {
    return exception.getCause() instanceof DatabindException wrong && !wrong.getPath().isEmpty()
        ? ofField(wrong)
        : ProblemType.INVALID_REQUEST.detail("The body is not the JSON object that is expected.");
  }

  private static ProblemDetail ofField(DatabindException wrong) {
    String path =
        wrong.getPath().stream()
            .map(JacksonException.Reference::getPropertyName)
            .map(name -> name == null ? "[]" : name)
            .collect(Collectors.joining("."));
    return Problems.invalid(
        path, wrong instanceof InvalidValueException ? wrong.getOriginalMessage() : WRONG_TYPE);
  }

  private static ResponseEntity<Object> answer(
      ProblemDetail problem, HttpHeaders raised, WebRequest request) {
    HttpHeaders headers = HttpHeaders.copyOf(raised); // Spring's own may be read-only
    if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      headers.set(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
    }
    if (problem.getInstance() == null) {
      problem.setInstance(
          Problems.instance(((ServletWebRequest) request).getRequest().getRequestURI()));
    }
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return new ResponseEntity<>(problem, headers, problem.getStatus());
  }
}
