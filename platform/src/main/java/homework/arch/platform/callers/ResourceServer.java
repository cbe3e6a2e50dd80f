package homework.arch.platform.callers;

import static homework.arch.platform.web.ProblemType.FORBIDDEN;
import static homework.arch.platform.web.ProblemType.SERVICE_UNAVAILABLE;
import static homework.arch.platform.web.ProblemType.UNAUTHORIZED;

import homework.arch.platform.web.Problems;
import homework.arch.platform.web.RateLimit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Lets in who brings a token of the issuer, on the main port and on the management port. What a
 * caller may then is for {@link Caller} to say; here is only what is open to everybody, and what to
 * operators alone. Without an issuer none of this is loaded.
 */
@AutoConfiguration(
    before = {
      ManagementWebSecurityAutoConfiguration.class,
      ServletWebSecurityAutoConfiguration.class
    })
@ConditionalOnWebApplication
@Import(Tokens.class)
public class ResourceServer {

  /** The page, and the documents of the API. They hold no data of anybody. */
  private static final String[] OPEN = {
    "/",
    "/page/**",
    "/v3/api-docs/**",
    "/v3/api-docs.yaml/**",
    "/swagger-ui.html",
    "/webjars/swagger-ui/**"
  };

  @Bean
  SecurityFilterChain callers(HttpSecurity http, Tokens tokens) {
    BearerTokenAuthenticationFilter bearer = new BearerTokenAuthenticationFilter(tokens);
    bearer.setAuthenticationEntryPoint(ResourceServer::refuse);
    bearer.setAuthenticationFailureHandler(ResourceServer::refuse);
    return http
        // Not oauth2ResourceServer(), which answers to more: DPoP, and a path of metadata.
        .addFilter(bearer)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(EndpointRequest.to("health", "prometheus"))
                    .permitAll()
                    .requestMatchers(EndpointRequest.toAnyEndpoint())
                    .hasRole(Caller.OPERATOR)
                    .requestMatchers("/actuator", "/actuator/**") // what the page passes on
                    .hasRole(Caller.OPERATOR)
                    .requestMatchers(OPEN)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .exceptionHandling(
            refusals ->
                refusals
                    .authenticationEntryPoint(ResourceServer::refuse)
                    .accessDeniedHandler(
                        (request, response, denied) ->
                            Problems.write(
                                FORBIDDEN.detail("That is for operators."), request, response)))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // No browser logs in here, and a token is sent by nobody unasked.
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        // They are the same with and without an issuer, and so written elsewhere.
        .headers(AbstractHttpConfigurer::disable)
        .build();
  }

  /**
   * It refuses odd paths, which could get around the rules above, and nothing else: what a header
   * or a parameter may be called and hold, Tomcat and we ourselves say, with and without an issuer.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(any -> true);
    firewall.setAllowedHeaderValues(any -> true);
    firewall.setAllowedParameterNames(any -> true);
    return firewall;
  }

  /** Neither meters nor spans of its filters: requests that are refused are seen as such. */
  @Bean
  SecurityObservationSettings noObservationsOfFilters() {
    return SecurityObservationSettings.noObservations();
  }

  /** Says nothing of what is wrong with a token: whoever has made it knows. */
  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    if (reason instanceof Tokens.IssuerAwayException) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
      Problems.write(
          SERVICE_UNAVAILABLE.detail("Please try again in a moment."), request, response);
      return;
    }
    if (RateLimit.isOver(request)) {
      RateLimit.refuse(response);
      return;
    }
    boolean isWrong = reason instanceof OAuth2AuthenticationException;
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        "Bearer realm=\"api\"" + (isWrong ? ", error=\"invalid_token\"" : ""));
    Problems.write(
        UNAUTHORIZED.detail(
            isWrong ? "The token is not valid here." : "Please log in, and send a bearer token."),
        request,
        response);
  }
}
