package homework.arch.standalone;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * A real authorization server (OpenID Connect) in the JVM of the test. In a browser whoever types a
 * name, and the same again as the password, is logged in; {@value #OPERATOR} is an operator. Tests
 * that need no browser get their tokens from {@link #token}, also while it is stopped.
 */
final class Issuer implements AutoCloseable {

  /** What tokens are meant for: {@code arch.audience}. */
  static final String AUDIENCE = "arch-axon-api";

  /** The public client that the page is: authorization code with PKCE, from this computer. */
  static final String CLIENT = "arch-axon-page";

  /** The role of operators in the claim {@code roles}, and the name of one. */
  static final String OPERATOR = "operator";

  private final int port = AppProcess.freePort();
  private RSAKey key = newKey();
  private @Nullable AnnotationConfigServletWebServerApplicationContext server;

  /** Its URL is known, and nobody answers there yet. */
  Issuer() {}

  static Issuer started() {
    Issuer issuer = new Issuer();
    issuer.start();
    return issuer;
  }

  /** {@code arch.issuer}. */
  String url() {
    return "http://localhost:" + port;
  }

  void start() {
    AnnotationConfigServletWebServerApplicationContext context =
        new AnnotationConfigServletWebServerApplicationContext();
    context.registerBean(Issuer.class, () -> this);
    context.register(Server.class);
    context.refresh();
    server = context;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** From now on tokens are signed by another key, and the old one is not known any more. */
  void rotateKey() {
    key = newKey();
  }

  /** A good token, for five minutes. */
  String token(String subject, String... roles) {
    return signed(claims(subject, roles).build());
  }

  /** The claims of a good token, to be made worse. */
  JWTClaimsSet.Builder claims(String subject, String... roles) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .subject(subject)
        .audience(AUDIENCE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
        .claim("roles", List.of(roles));
  }

  /** These claims, signed as the issuer signs. */
  String signed(JWTClaimsSet claims) {
    return signed(claims, key, key.getKeyID());
  }

  static String signed(JWTClaimsSet claims, RSAKey key, String keyId) {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  RSAKey key() {
    return key;
  }

  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No component, which the application under test would find. */
  @EnableWebSecurity
  static class Server {

    @Bean
    TomcatServletWebServerFactory tomcat(Issuer issuer) {
      return new TomcatServletWebServerFactory(issuer.port);
    }

    /** All is done by filters; but there must be something behind them. */
    @Bean
    ServletRegistrationBean<HttpServlet> nothing() {
      return new ServletRegistrationBean<>(new HttpServlet() {}, "/");
    }

    @Bean
    SecurityFilterChain server(HttpSecurity http) {
      return http.oauth2AuthorizationServer(
              server ->
                  server
                      .authorizationEndpoint(
                          endpoint ->
                              endpoint.authenticationProviders(Server::takeAnyPageOfThisComputer))
                      .oidc(
                          oidc ->
                              oidc.logoutEndpoint(
                                  endpoint ->
                                      endpoint.authenticationProviders(
                                          Server::takeAnyPageOfThisComputer))))
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .cors(Customizer.withDefaults())
          .formLogin(Customizer.withDefaults())
          .build();
    }

    /** Where people are sent back to: a test has another port each time. */
    private static void takeAnyPageOfThisComputer(List<AuthenticationProvider> providers) {
      for (AuthenticationProvider provider : providers) {
        if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider code) {
          code.setAuthenticationValidator(
              OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR);
        } else if (provider instanceof OidcLogoutAuthenticationProvider logout) {
          logout.setAuthenticationValidator(any -> {});
        }
      }
    }

    @Bean
    CorsConfigurationSource corsConfigurationSource() {
      CorsConfiguration everybody = new CorsConfiguration();
      everybody.addAllowedOrigin("*");
      everybody.addAllowedMethod("*");
      everybody.addAllowedHeader("*");
      return request -> everybody;
    }

    @Bean
    UserDetailsService users() {
      return name -> User.withUsername(name).password("{noop}" + name).build();
    }

    @Bean
    RegisteredClientRepository clients() {
      return new InMemoryRegisteredClientRepository(
          RegisteredClient.withId(CLIENT)
              .clientId(CLIENT)
              .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
              .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
              .redirectUri("http://127.0.0.1/")
              .scope("openid")
              .scope("profile")
              .scope("email")
              .clientSettings(
                  ClientSettings.builder()
                      .requireProofKey(true)
                      .requireAuthorizationConsent(false)
                      .build())
              .tokenSettings(
                  TokenSettings.builder().accessTokenTimeToLive(Duration.ofMinutes(30)).build())
              .build());
    }

    @Bean
    AuthorizationServerSettings settings(Issuer issuer) {
      return AuthorizationServerSettings.builder().issuer(issuer.url()).build();
    }

    @Bean
    JWKSource<SecurityContext> keys(Issuer issuer) {
      return (selector, context) -> selector.select(new JWKSet(issuer.key()));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
      return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return context -> {
        Authentication user = context.getPrincipal();
        String name = user == null ? "nobody" : user.getName();
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
          context
              .getClaims()
              .audience(List.of(AUDIENCE))
              .claim("roles", OPERATOR.equals(name) ? List.of(OPERATOR) : List.of());
        } else {
          context.getClaims().claim("name", name).claim("email", name + "@example.org");
        }
      };
    }
  }
}
