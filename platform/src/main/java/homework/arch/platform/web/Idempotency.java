package homework.arch.platform.web;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a POST once: the same key with the same body gets the first answer again.
 *
 * <p>It rests on two things. The id of what the request makes is derived from the key, so that the
 * aggregate recognises a repeat even if the process died before it could answer; that is what keeps
 * money right. And the first answer is kept in the service's own table; of two that arrive at the
 * same moment, whichever is kept first is given to both.
 *
 * <p>Kept are the answers that the service has decided for good: 2xx, 409 and 422. After any other
 * (the account is not there yet, the order is not approved yet, a service is away) the same request
 * may be sent again with the same key.
 */
public class Idempotency {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Executor executor;
  private final String table;

  /**
   * @param schema the service's schema, with a table {@code idempotency_key}
   * @param executor where answers are written to the database
   */
  public Idempotency(String schema, JdbcClient jdbc, JsonMapper json, Executor executor) {
    this.table = schema + ".idempotency_key";
    this.jdbc = jdbc;
    this.json = json;
    this.executor = executor;
  }

  /**
   * @param body what the caller sent, as it was understood: spelling and unknown fields don't count
   * @param action makes the thing with the given id; must be safe to repeat with the same id
   */
  public CompletableFuture<ResponseEntity<?>> answer(
      IdempotencyKey key,
      Object body,
      Function<UUID, CompletableFuture<ResponseEntity<?>>> action) {
    if (key.value() == null) {
      return action.apply(key.derivedId());
    }
    byte[] fingerprint = fingerprint(body);
    if (!claim(key, fingerprint)) {
      Row row = read(key);
      if (!MessageDigest.isEqual(fingerprint, row.fingerprint())) {
        throw Problems.exception(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            "This " + IdempotencyKey.HEADER + " was sent before with another body.");
      }
      if (row.status() != null) {
        return CompletableFuture.completedFuture(row.toResponse());
      }
      // No answer is kept: the first request is still at work, or its process died. Going on is
      // safe.
    }
    return action
        .apply(key.derivedId())
        .exceptionally(failure -> refusal(key, failure))
        .thenApplyAsync(response -> keep(key, response), executor);
  }

  private boolean claim(IdempotencyKey key, byte[] fingerprint) {
    return statement(
                """
                insert into %s (scope, key, fingerprint) values (:scope, :key, :fingerprint)
                on conflict do nothing""",
                key)
            .param("fingerprint", fingerprint)
            .update()
        == 1;
  }

  private ResponseEntity<?> keep(IdempotencyKey key, ResponseEntity<?> response) {
    if (!isDecided(response.getStatusCode()) || isNotYet(response)) {
      return response;
    }
    URI location = response.getHeaders().getLocation();
    MediaType contentType = response.getHeaders().getContentType();
    statement(
            """
            update %s
            set status = :status, location = :location, content_type = :contentType, body = :body
            where scope = :scope and key = :key and status is null""",
            key)
        .param("status", response.getStatusCode().value())
        .param("location", location == null ? null : location.toString())
        .param(
            "contentType",
            Objects.requireNonNullElse(contentType, MediaType.APPLICATION_JSON).toString())
        .param("body", json.writeValueAsBytes(response.getBody()))
        .update();
    Row kept = read(key);
    return ResponseEntity.status(kept.statusOrThrow())
        .headers(
            headers -> {
              headers.putAll(response.getHeaders());
              headers.putAll(kept.toResponse().getHeaders());
            })
        .body(kept.body());
  }

  private static boolean isDecided(HttpStatusCode status) {
    return status.is2xxSuccessful()
        || status.isSameCodeAs(HttpStatus.CONFLICT)
        || status.isSameCodeAs(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  /** An order that cannot be cancelled may be approved a moment later. */
  private static boolean isNotYet(ResponseEntity<?> response) {
    return response.getBody() instanceof ProblemDetail problem
        && ProblemType.ORDER_NOT_APPROVED.urn().equals(problem.getType());
  }

  /** A refusal is an answer as well; any other failure goes on as it came. */
  private static ResponseEntity<?> refusal(IdempotencyKey key, Throwable failure) {
    ProblemDetail problem = Problems.ofRefusal(failure).orElse(null);
    if (problem == null) {
      throw failure instanceof RuntimeException unchecked
          ? unchecked
          : new CompletionException(failure);
    }
    problem.setInstance(Problems.instance(key.scope()));
    return Problems.response(problem);
  }

  private Row read(IdempotencyKey key) {
    return statement(
            """
            select fingerprint, status, location, content_type, body from %s
            where scope = :scope and key = :key""",
            key)
        .query(
            (row, number) ->
                new Row(
                    row.getBytes("fingerprint"),
                    row.getObject("status", Integer.class),
                    row.getString("location"),
                    row.getString("content_type"),
                    row.getBytes("body")))
        .single();
  }

  private JdbcClient.StatementSpec statement(String sql, IdempotencyKey key) {
    return jdbc.sql(sql.formatted(table)).param("scope", key.scope()).param("key", key.value());
  }

  private byte[] fingerprint(Object body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      byte[] fingerprint,
      @Nullable Integer status,
      @Nullable String location,
      @Nullable String contentType,
      byte @Nullable [] body) {

    int statusOrThrow() {
      return Objects.requireNonNull(status, "an answer was kept");
    }

    ResponseEntity<?> toResponse() {
      ResponseEntity.BodyBuilder response =
          ResponseEntity.status(statusOrThrow())
              .contentType(
                  MediaType.parseMediaType(
                      Objects.requireNonNullElse(contentType, MediaType.APPLICATION_JSON_VALUE)));
      if (location != null) {
        response.location(URI.create(location));
      }
      return response.body(body);
    }
  }
}
