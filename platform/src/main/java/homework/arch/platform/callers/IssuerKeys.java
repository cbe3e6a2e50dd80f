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
import java.util.Map;

/** The issuer's keys, from where its metadata say that they are (OpenID Connect Discovery). */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

  private static final int TIMEOUT_MS = 2_000;
  private static final int MAX_BYTES = 200 * 1024;

  private final String issuer;
  private final ResourceRetriever http =
      new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);

  IssuerKeys(String issuer) {
    this.issuer = issuer;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
      throws JWKSetUnavailableException {
    try {
      Map<String, Object> metadata =
          JSONObjectUtils.parse(
              get(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration"));
      if (!issuer.equals(metadata.get("issuer"))) {
        throw new IOException("it calls itself " + metadata.get("issuer"));
      }
      return JWKSet.parse(get(JSONObjectUtils.getString(metadata, "jwks_uri")));
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new JWKSetUnavailableException("No keys of " + issuer + ": " + e.getMessage(), e);
    }
  }

  private String get(String url) throws IOException {
    return http.retrieveResource(URI.create(url).toURL()).getContent();
  }

  @Override
  public void close() {
    // It keeps nothing open.
  }
}
