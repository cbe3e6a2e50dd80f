package homework.arch.platform.web;

import static java.util.Objects.requireNonNullElse;
import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a POST once: the same key with the same body gets the first answer again.
 *
 * <p>It rests on two things. The id of what the request makes is derived from the key, so that the
 * aggregate recognises a repeat even if the process died before it could answer, two arrive at the
 * same moment, or the answer was forgotten; that is what keeps money right. And the first answer is
 * kept for a time in the service's own table; of two that arrive at the same moment, whichever is
 * kept first is given to both.
 *
 * <p>Kept are the answers that the service has decided for good: 2xx, 409 and 422. After any other
 * (the account is not there yet, the order is not approved yet, a service is away) nothing is left
 * behind, and the same request may be sent again with the same key.
 */
public class Idempotency {

  private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

  private static final Set<Integer> KEPT_REFUSALS = Set.of(409, 422);

  /** Not yet, or not with this body: refusals that say nothing of what the key stands for. */
  private static final Set<URI> NEVER_KEPT =
      Set.of(ProblemType.ORDER_NOT_APPROVED.urn(), ProblemType.IDEMPOTENCY_KEY_REUSED.urn());

  private static final int FORGOTTEN_AT_ONCE = 2_000;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Executor executor;
  private final Duration remembered;
  private final String table;

  /**
   * @param schema the service's schema, with a table {@code idempotency_key}
   * @param executor where answers are written to the database
   * @param remembered for how long answers are kept
   */
  public Idempotency(
      String schema, JdbcClient jdbc, JsonMapper json, Executor executor, Duration remembered) {
    this.table = schema + ".idempotency_key";
    this.jdbc = jdbc;
    this.json = json;
    this.executor = executor;
    this.remembered = remembered;
  }

  /**
   * @param body what the caller sent, as it was understood: spelling and unknown fields don't count
   * @param action makes the thing with the given id; must be safe to repeat with the same id, and
   *     refuse the same id with other contents
   */
  public CompletableFuture<ResponseEntity<?>> answer(
      IdempotencyKey key,
      Object body,
      Function<UUID, CompletableFuture<ResponseEntity<?>>> action) {
    return answer(key, body, action, Idempotency::sha256, null);
  }

  /**
   * The same where the body tells of a person, as the key may as well: nothing is kept that does.
   * What was made is found again by its id.
   *
   * @param hash of what the caller sent, which nobody can make who has no key for it
   * @param again the body of the answer about what has this id
   */
  public CompletableFuture<ResponseEntity<?>> answerAboutPerson(
      IdempotencyKey key,
      Object body,
      Function<UUID, CompletableFuture<ResponseEntity<?>>> action,
      UnaryOperator<byte[]> hash,
      Function<UUID, ? extends CompletableFuture<?>> again) {
    return answer(key, body, action, hash, again);
  }

  private CompletableFuture<ResponseEntity<?>> answer(
      IdempotencyKey key,
      Object body,
      Function<UUID, CompletableFuture<ResponseEntity<?>>> action,
      UnaryOperator<byte[]> hash,
      @Nullable Function<UUID, ? extends CompletableFuture<?>> again) {
    if (key.value() == null) {
      return action.apply(key.derivedId());
    }
    byte[] fingerprint = hash.apply(json.writeValueAsBytes(body));
    IdempotencyKey kept = again == null ? key : key.hashed(hash);
    Optional<Answer> first = find(kept);
    if (first.isPresent()) {
      ResponseEntity<byte[]> told = first.get().toRequestWith(fingerprint, HttpHeaders.EMPTY);
      return again == null || told.hasBody()
          ? completedFuture(told)
          : again.apply(key.derivedId()).thenApply(found -> withBody(told, found));
    }
    boolean isBodyKept = again == null;
    return action
        .apply(key.derivedId())
        .exceptionally(Idempotency::refusal)
        .thenApplyAsync(
            response ->
                isDecided(response) ? keep(kept, fingerprint, response, isBodyKept) : response,
            executor);
  }

  private ResponseEntity<?> withBody(ResponseEntity<?> response, @Nullable Object body) {
    return new ResponseEntity<>(
        json.writeValueAsBytes(body), response.getHeaders(), response.getStatusCode());
  }

  /** A refusal is an answer as well; any other failure goes on. */
  private static ResponseEntity<?> refusal(Throwable failure) {
    return Problems.ofRefusal(failure)
        .map(Problems::response)
        .orElseThrow(() -> new CompletionException(Problems.unwrapped(failure)));
  }

  private static boolean isDecided(ResponseEntity<?> response) {
    return response.getStatusCode().is2xxSuccessful()
        || (KEPT_REFUSALS.contains(response.getStatusCode().value())
            && !(response.getBody() instanceof ProblemDetail problem
                && NEVER_KEPT.contains(problem.getType())));
  }

  private ResponseEntity<?> keep(
      IdempotencyKey key, byte[] fingerprint, ResponseEntity<?> response, boolean isBodyKept) {
    if (response.getBody() instanceof ProblemDetail problem) {
      problem.setInstance(Problems.instance(key.path()));
    }
    HttpHeaders headers = response.getHeaders();
    Answer answer =
        new Answer(
            fingerprint,
            response.getStatusCode().value(),
            headers.getFirst(HttpHeaders.LOCATION),
            requireNonNullElse(
                headers.getFirst(HttpHeaders.CONTENT_TYPE), MediaType.APPLICATION_JSON_VALUE),
            isBodyKept || !response.getStatusCode().is2xxSuccessful()
                ? json.writeValueAsBytes(response.getBody())
                : null);
    Answer first = write(key, answer) ? answer : find(key).orElse(answer); // forgotten in between
    ResponseEntity<byte[]> told = first.toRequestWith(fingerprint, headers);
    return told.hasBody() ? told : withBody(told, response.getBody());
  }

  /**
   * Whether this was the first answer. One that tells of something made takes the place of a
   * refusal that another body got at the same moment: the key stands for what it has made.
   */
  private boolean write(IdempotencyKey key, Answer answer) {
    return statement(
                """
                insert into %s as kept (scope, key, fingerprint, status, location, content_type, body)
                values (:scope, :key, :fingerprint, :status, :location, :contentType, :body)
                on conflict (scope, key) do update
                set fingerprint = excluded.fingerprint, status = excluded.status,
                  location = excluded.location, content_type = excluded.content_type,
                  body = excluded.body
                where kept.status is null
                  or (kept.fingerprint <> excluded.fingerprint
                    and kept.status >= 300 and excluded.status < 300)""",
                key)
            .param("fingerprint", answer.fingerprint())
            .param("status", answer.status())
            .param("location", answer.location())
            .param("contentType", answer.contentType())
            .param("body", answer.body())
            .update()
        == 1;
  }

  /** Rows without a status were written by a version that claimed the key beforehand. */
  private Optional<Answer> find(IdempotencyKey key) {
    return statement(
            """
            select fingerprint, status, location, content_type, body from %s
            where scope = :scope and key = :key and status is not null""",
            key)
        .query(
            (row, number) ->
                new Answer(
                    row.getBytes("fingerprint"),
                    row.getInt("status"),
                    row.getString("location"),
                    row.getString("content_type"),
                    row.getBytes("body")))
        .optional();
  }

  private JdbcClient.StatementSpec statement(String sql, IdempotencyKey key) {
    return jdbc.sql(sql.formatted(table)).param("scope", key.scope()).param("key", key.value());
  }

  /** Few at a time: no lock is held for long, and processes of one service don't wait. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void forget() {
    try {
      jdbc.sql(
              """
              delete from %1$s where (scope, key) in (
                select scope, key from %1$s where created_at < now() - make_interval(secs => ?)
                order by created_at limit ? for update skip locked)"""
                  .formatted(table))
          .params(remembered.toSeconds(), FORGOTTEN_AT_ONCE)
          .update();
    } catch (DataAccessException e) {
      // The next time comes.
      log.debug("Old keys of {} cannot be forgotten now", table, e);
    }
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What was answered, and to which body.
   *
   * @param body null if it tells of a person
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(
      byte[] fingerprint,
      int status,
      @Nullable String location,
      String contentType,
      byte @Nullable [] body) {

    /**
     * @param others headers that are of this request alone, such as what of it was followed
     */
    ResponseEntity<byte[]> toRequestWith(byte[] otherFingerprint, HttpHeaders others) {
      if (!MessageDigest.isEqual(fingerprint, otherFingerprint)) {
        throw Problems.exception(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            "This " + IdempotencyKey.HEADER + " was sent before with another body.");
      }
      HttpHeaders headers = HttpHeaders.copyOf(others);
      headers.set(HttpHeaders.CONTENT_TYPE, contentType);
      if (location != null) {
        headers.set(HttpHeaders.LOCATION, location);
      }
      return new ResponseEntity<>(body, headers, status);
    }
  }
}
