package homework.arch.platform.web;

import homework.arch.api.Refused;
import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Every kind of error that a caller can get, with its stable name {@code urn:problem:<name>}. */
public enum ProblemType {
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
  UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A valid token is needed"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do that"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in that form"),
  EMAIL_TAKEN(HttpStatus.CONFLICT, "The e-mail address is taken"),
  ORDER_NOT_APPROVED(HttpStatus.CONFLICT, "Only an approved order can be cancelled"),
  MONEY_ON_ACCOUNT(HttpStatus.CONFLICT, "There is money on the account"),
  ORDER_UNDER_WAY(HttpStatus.CONFLICT, "An order is under way"),
  CONFLICT(HttpStatus.CONFLICT, "The request conflicts with what is there"),
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type is not supported"),
  INSUFFICIENT_FUNDS(HttpStatus.UNPROCESSABLE_CONTENT, "There is too little money on the account"),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request"),
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "The caller asks too much at a time"),
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

  /** Its last part is the name, such as {@code email-taken}. */
  URI urn() {
    return URI.create("urn:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  public ProblemDetail detail(String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(urn());
    problem.setTitle(title);
    return problem;
  }

  /** Of a status that Spring or Tomcat tells, and no more. */
  static ProblemDetail ofStatus(HttpStatusCode status) {
    ProblemType type =
        switch (status.value()) {
          case 400 -> INVALID_REQUEST;
          case 401 -> UNAUTHORIZED;
          case 403 -> FORBIDDEN;
          case 404 -> NOT_FOUND;
          case 405 -> METHOD_NOT_ALLOWED;
          case 406 -> NOT_ACCEPTABLE;
          case 409 -> CONFLICT;
          case 413 -> BODY_TOO_LARGE;
          case 415 -> UNSUPPORTED_MEDIA_TYPE;
          case 429 -> TOO_MANY_REQUESTS;
          case 500 -> INTERNAL_ERROR;
          case 503 -> SERVICE_UNAVAILABLE;
          default -> REQUEST_FAILED;
        };
    ProblemDetail problem = type.detail(type.status.getReasonPhrase() + ".");
    problem.setStatus(status.value());
    return problem;
  }

  static ProblemType of(Refused.Reason reason) {
    return switch (reason) {
      case EMAIL_TAKEN -> EMAIL_TAKEN;
      case ACCOUNT_NOT_FOUND, ORDER_NOT_FOUND, USER_NOT_FOUND -> NOT_FOUND;
      case ORDER_NOT_APPROVED -> ORDER_NOT_APPROVED;
      case MONEY_ON_ACCOUNT -> MONEY_ON_ACCOUNT;
      case ORDER_UNDER_WAY -> ORDER_UNDER_WAY;
      case ID_REUSED -> IDEMPOTENCY_KEY_REUSED;
    };
  }
}
