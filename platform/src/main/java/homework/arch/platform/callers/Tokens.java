package homework.arch.platform.callers;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import homework.arch.platform.axon.Cause;
import homework.arch.platform.startup.CannotStartException;
import homework.arch.platform.web.OutageLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.util.StringUtils;

/**
 * Reads the tokens (JWT) of the issuer. A token counts if it is signed by one of the issuer's keys,
 * is meant for us, has a subject, and has not expired, give or take the minute that clocks may
 * differ.
 */
final class Tokens implements AuthenticationManager {

  /** How long keys are used before they are asked for again: so long a withdrawn one may count. */
  private static final Duration KEYS_KEPT = Duration.ofMinutes(5);

  /** From when on they are asked for by the way, so that nobody has to wait. */
  private static final Duration ASKED_FOR_AHEAD = Duration.ofMinutes(1);

  /** How long keys are used if the issuer is away since. */
  private static final Duration KEYS_KEPT_IN_AN_OUTAGE = Duration.ofHours(1);

  private static final Duration WAIT_FOR_KEYS = Duration.ofSeconds(1);

  /**
   * In which the issuer is asked twice at most: tokens that name keys that nobody knows do not make
   * us a burden on it.
   */
  private static final Duration BETWEEN_REQUESTS_FOR_KEYS = Duration.ofSeconds(1);

  private final IssuerKeys keys;
  private final NimbusJwtDecoder decoder;
  private final String operatorClaim;
  private final String operatorRole;
  private final OutageLog outage =
      new OutageLog(LoggerFactory.getLogger(Tokens.class), System::nanoTime);

  /** Asks nothing of the issuer yet: it may come up later than we do. */
  Tokens(Environment environment) {
    String audience = environment.getProperty("arch.audience");
    if (!StringUtils.hasText(audience)) {
      throw new CannotStartException(
          "arch.issuer is set and arch.audience is not: a token that is meant for another"
              + " application would count here");
    }
    if (audience.equals(environment.getProperty("arch.page.client-id"))) {
      throw new CannotStartException(
          "arch.audience is the arch.page.client-id too: an ID token of the page would count here"
              + " as an access token");
    }
    keys = new IssuerKeys(environment.getRequiredProperty(CallersPlatform.ISSUER));
    decoder = decoder(keys, audience);
    operatorClaim = environment.getRequiredProperty("arch.operator-claim");
    operatorRole = environment.getRequiredProperty("arch.operator-role");
  }

  private static NimbusJwtDecoder decoder(IssuerKeys keys, String audience) {
    CustomizableThreadFactory aside = new CustomizableThreadFactory("issuer-keys-");
    aside.setDaemon(true);
    JWKSource<SecurityContext> kept =
        JWKSourceBuilder.create(keys)
            .outageTolerant(KEYS_KEPT_IN_AN_OUTAGE.toMillis())
            .rateLimited(BETWEEN_REQUESTS_FOR_KEYS.toMillis())
            .cache(KEYS_KEPT.toMillis(), WAIT_FOR_KEYS.toMillis())
            .refreshAheadCache(
                ASKED_FOR_AHEAD.toMillis(),
                null,
                Executors.newCachedThreadPool(aside),
                false,
                null,
                false)
            .build();
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(kept)
            // Which of them is for the key to say; all of them are asymmetric.
            .jwsAlgorithms(all -> all.addAll(List.of(SignatureAlgorithm.values())))
            .jwtProcessorCustomizer(
                processor ->
                    processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(
                            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)))
            .build();
    JwtTimestampValidator inTime = new JwtTimestampValidator();
    inTime.setAllowEmptyExpiryClaim(false);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            List.of(
                inTime,
                new JwtIssuerValidator(keys.issuer()),
                new JwtAudienceValidator(audience),
                new JwtClaimValidator<String>(JwtClaimNames.SUB, StringUtils::hasText))));
    return decoder;
  }

  /** The name of the caller is the id of the user. */
  @Override
  public Authentication authenticate(Authentication request) {
    Jwt token = decode(((BearerTokenAuthenticationToken) request).getToken());
    return new JwtAuthenticationToken(
        token,
        isOperator(token.getClaims())
            ? AuthorityUtils.createAuthorityList("ROLE_" + Caller.OPERATOR)
            : List.of(),
        Caller.userId(Objects.requireNonNull(token.getSubject())).toString());
  }

  private Jwt decode(String token) {
    try {
      return decoder.decode(token);
    } catch (BadJwtException e) {
      throw new InvalidBearerTokenException("refused", e);
    } catch (JwtException e) {
      if (Cause.all(e).anyMatch(RateLimitReachedException.class::isInstance)) {
        if (!keys.areAway()) {
          throw new InvalidBearerTokenException("signed by a key that was unknown just now", e);
        }
      } else {
        outage.tell(e);
      }
      throw new IssuerAwayException(e);
    }
  }

  boolean isOperator(Map<String, Object> claims) {
    Object claim = claim(claims, operatorClaim);
    if (claim instanceof String words) {
      return List.of(words.split(" ")).contains(operatorRole);
    }
    return claim instanceof Collection<?> roles
        ? roles.contains(operatorRole)
        : Boolean.TRUE.equals(claim);
  }

  /** By its name, which may have dots in it, or by the path to it. */
  private static @Nullable Object claim(Map<?, ?> claims, String path) {
    int dot = path.indexOf('.');
    return claims.containsKey(path) || dot < 0
        ? claims.get(path)
        : claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
            ? claim(inner, path.substring(dot + 1))
            : null;
  }

  /** Nobody can tell whether the token is good, as the issuer's keys cannot be had. */
  static final class IssuerAwayException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    IssuerAwayException(Throwable cause) {
      super("the issuer is away", cause);
    }
  }
}
