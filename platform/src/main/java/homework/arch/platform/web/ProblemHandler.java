package homework.arch.platform.web;

import homework.arch.platform.axon.Unavailable;
import homework.arch.platform.web.HttpJson.InvalidValueException;
import homework.arch.platform.web.Problems.FieldProblem;
import homework.arch.platform.web.Problems.ProblemException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.api.OpenApiResourceNotFoundException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** The one place where errors become problem details. Nothing of the inside is told. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private static final String RETRY_AFTER_SECONDS = "2";
  private static final Set<String> ENDED_BY_THE_DATABASE =
      Set.of(
          PSQLState.QUERY_CANCELED.getState(),
          "55P03"); // lock_not_available, unknown to the driver

  private final OutageLog outage = new OutageLog(log, System::nanoTime);

  @ExceptionHandler(Exception.class)
  @Nullable ResponseEntity<Object> handleOther(Exception exception, WebRequest request) {
    Throwable failure = Problems.unwrapped(exception);
    if (failure instanceof ProblemException known) {
      return answer(known.problem(), new HttpHeaders(), request);
    }
    ProblemDetail refusal = Problems.ofRefusal(failure).orElse(null);
    if (refusal != null) {
      return answer(refusal, new HttpHeaders(), request);
    }
    if (Unavailable.isCauseOf(failure) || wasEndedByTheDatabase(failure)) {
      outage.tell(failure);
      return answer(
          ProblemType.SERVICE_UNAVAILABLE.detail("Please try again in a moment."),
          new HttpHeaders(),
          request);
    }
    ProblemDetail mistake = callersMistake(failure, request);
    if (mistake != null) {
      return answer(mistake, new HttpHeaders(), request);
    }
    log.error("Unexpected failure of {}", request.getDescription(false), failure);
    return answer(
        ProblemType.INTERNAL_ERROR.detail("It has been logged. Please try again."),
        new HttpHeaders(),
        request);
  }

  /**
   * After {@code statement_timeout} or {@code lock_timeout}. Spring knows the first for what it is,
   * where the database is used by Spring, and the second nowhere.
   */
  private static boolean wasEndedByTheDatabase(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && ENDED_BY_THE_DATABASE.contains(Objects.requireNonNullElse(sql.getSQLState(), ""))) {
        return true;
      }
    }
    return false;
  }

  /** What others than Spring MVC raise over a request that is wrong. */
  private static @Nullable ProblemDetail callersMistake(Throwable failure, WebRequest request) {
    if (failure instanceof InvalidParameterException) {
      return ProblemType.INVALID_REQUEST.detail("The query cannot be read.");
    }
    if (failure instanceof OpenApiResourceNotFoundException) {
      return ProblemType.NOT_FOUND.detail("Not Found.");
    }
    // Spring only asserts that it is none.
    if (failure instanceof IllegalArgumentException
        && Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_TYPE), "")
            .contains("*")) {
      return ProblemType.UNSUPPORTED_MEDIA_TYPE.detail("Unsupported Media Type.");
    }
    return null;
  }

  /** All that Spring MVC raises by itself comes here in the end. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception exception,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType type = ProblemType.of(status);
    ProblemDetail problem = type.detail(type.status().getReasonPhrase() + ".");
    problem.setStatus(status.value());
    return answer(problem, headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<FieldProblem> errors = new ArrayList<>();
    for (FieldError error : exception.getBindingResult().getFieldErrors()) {
      // The default message of a failed conversion names Java classes.
      String message = error.isBindingFailure() ? "has the wrong type" : message(error);
      errors.add(new FieldProblem(error.getField(), message));
    }
    return answer(Problems.invalid(errors), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<FieldProblem> errors = new ArrayList<>();
    for (ParameterValidationResult result : exception.getParameterValidationResults()) {
      String parameter = String.valueOf(result.getMethodParameter().getParameterName());
      for (MessageSourceResolvable error : result.getResolvableErrors()) {
        String field = error instanceof FieldError inBody ? inBody.getField() : parameter;
        errors.add(new FieldProblem(field, message(error)));
      }
    }
    return answer(Problems.invalid(errors), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(invalidField(exception.getParameterName(), "is missing"), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String field =
        exception instanceof MethodArgumentTypeMismatchException mismatch
            ? mismatch.getName()
            : String.valueOf(exception.getPropertyName());
    return answer(invalidField(field, "has the wrong type"), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException exception,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyLimitFilter.BodyTooLargeException) {
        return answer(BodyLimitFilter.problem(), headers, request);
      }
      if (cause instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
        String message =
            wrong instanceof InvalidValueException
                ? wrong.getOriginalMessage()
                : "has the wrong type";
        return answer(invalidField(path(wrong), message), headers, request);
      }
    }
    return answer(
        ProblemType.INVALID_REQUEST.detail("The body is not the JSON object that is expected."),
        headers,
        request);
  }

  private static ProblemDetail invalidField(String field, String message) {
    return Problems.invalid(List.of(new FieldProblem(field, message)));
  }

  private static String message(MessageSourceResolvable error) {
    return String.valueOf(error.getDefaultMessage());
  }

  private static String path(DatabindException exception) {
    return exception.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .map(name -> name == null ? "[]" : name)
        .collect(Collectors.joining("."));
  }

  private static ResponseEntity<Object> answer(
      ProblemDetail problem, HttpHeaders raised, WebRequest request) {
    HttpHeaders headers = HttpHeaders.copyOf(raised); // Spring's own may be read-only
    if (problem.getStatus() == ProblemType.SERVICE_UNAVAILABLE.status().value()) {
      headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (problem.getInstance() == null && request instanceof ServletWebRequest servletRequest) {
      problem.setInstance(Problems.instance(servletRequest.getRequest().getRequestURI()));
    }
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return new ResponseEntity<>(problem, headers, problem.getStatus());
  }
}
