package homework.arch.platform.web;

import homework.arch.api.Refused;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Every kind of error that a caller can get, with its stable name {@code urn:problem:<name>}. */
public enum ProblemType {
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in that form"),
  EMAIL_TAKEN(HttpStatus.CONFLICT, "The e-mail address is taken"),
  ORDER_NOT_APPROVED(HttpStatus.CONFLICT, "Only an approved order can be cancelled"),
  CONFLICT(HttpStatus.CONFLICT, "The request conflicts with what is there"),
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type is not supported"),
  INSUFFICIENT_FUNDS(HttpStatus.UNPROCESSABLE_CONTENT, "There is too little money on the account"),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request"),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
  SERVICE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "A service that must take part is away"),
  OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "There is too much to do at the moment"),
  REQUEST_FAILED(HttpStatus.BAD_REQUEST, "The request failed");

  private final HttpStatus status;
  private final String title;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  public HttpStatus status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** The last part of the URN, such as {@code email-taken}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public URI urn() {
    return URI.create("urn:problem:" + slug());
  }

  public ProblemDetail detail(String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(urn());
    problem.setTitle(title);
    return problem;
  }

  /** The general type of a status that is told without one, by Spring or Tomcat. */
  static ProblemType of(HttpStatusCode status) {
    return Arrays.stream(values())
        .filter(type -> type.status.isSameCodeAs(status) && type.isGeneral())
        .findFirst()
        .orElse(REQUEST_FAILED);
  }

  static ProblemType of(Refused.Reason reason) {
    return switch (reason) {
      case EMAIL_TAKEN -> EMAIL_TAKEN;
      case ACCOUNT_NOT_FOUND, ORDER_NOT_FOUND, USER_NOT_FOUND -> NOT_FOUND;
      case ORDER_NOT_APPROVED -> ORDER_NOT_APPROVED;
      case ID_REUSED -> IDEMPOTENCY_KEY_REUSED;
    };
  }

  private boolean isGeneral() {
    return switch (this) {
      case EMAIL_TAKEN,
          ORDER_NOT_APPROVED,
          OVERLOADED,
          INSUFFICIENT_FUNDS,
          IDEMPOTENCY_KEY_REUSED ->
          false;
      default -> true;
    };
  }
}
