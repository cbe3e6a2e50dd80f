package homework.arch.platform.callers;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's keys, from where its metadata say that they are (OpenID Connect Discovery). While
 * the issuer is away or hangs it is asked at times only, so that few callers wait for it.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

  private static final int TIMEOUT_MS = 1_000;
  private static final int MAX_BYTES = 200 * 1024;

  /** How long a failure is the answer to whoever asks next. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String issuer;
  private final ResourceRetriever http =
      new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);

  private volatile @Nullable Failure lastFailure;

  private record Failure(JWKSetUnavailableException cause, long atNanos) {}

  IssuerKeys(String issuer) {
    this.issuer = issuer;
  }

  String issuer() {
    return issuer;
  }

  /** Whether the issuer was away when it was asked last. */
  boolean areAway() {
    return lastFailure != null;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
      throws JWKSetUnavailableException {
    Failure failure = lastFailure;
    if (failure != null && System.nanoTime() - failure.atNanos < PAUSE.toNanos()) {
      throw failure.cause;
    }
    try {
      JWKSet keys = fetch();
      lastFailure = null;
      return keys;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      JWKSetUnavailableException cause =
          new JWKSetUnavailableException("No keys of " + issuer + ": " + e.getMessage(), e);
      lastFailure = new Failure(cause, System.nanoTime());
      throw cause;
    }
  }

  private JWKSet fetch() throws IOException, ParseException {
    Map<String, Object> metadata =
        JSONObjectUtils.parse(
            get(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration"));
    if (!issuer.equals(metadata.get("issuer"))) {
      throw new IOException("it calls itself " + metadata.get("issuer"));
    }
    return JWKSet.parse(get(JSONObjectUtils.getString(metadata, "jwks_uri")));
  }

  private String get(String url) throws IOException {
    return http.retrieveResource(URI.create(url).toURL()).getContent();
  }

  @Override
  public void close() {
    // It keeps nothing open.
  }
}
