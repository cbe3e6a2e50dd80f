package homework.arch.platform.operatorlog;

import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Sees every deed of an operator, behind the log-in: on the management port what changes something,
 * and the audit, which reads everything; on the main port what an operator's token changes, and the
 * export of a user. It is recorded before it is done, or refused.
 */
final class Deeds implements HandlerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(Deeds.class);

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  static final String MANAGEMENT = "/actuator/**";
  private static final String AUDIT = "/actuator/audit";

  /** All that is kept about a user. */
  private static final String EXPORT = "/export";

  /** What must be possible without a database. */
  private static final String CRASH = "/actuator/crash";

  private static final String ANONYMOUS = "anonymous";
  private static final String ID = Deeds.class.getName();
  private static final String UNRECORDED =
      "It cannot be recorded at the moment, so it was not done.";
  private static final int LONGEST = 500;

  private final OperatorLog deeds;
  private final boolean isManagement;

  /**
   * @param isManagement whether it is for the management port
   */
  Deeds(OperatorLog deeds, boolean isManagement) {
    this.deeds = deeds;
    this.isManagement = isManagement;
  }

  /** All mappings of the management port ask for it. */
  @ManagementContextConfiguration(proxyBeanMethods = false)
  static class OfManagement {

    @Bean
    MappedInterceptor deeds(OperatorLog operatorLog) {
      return new MappedInterceptor(new String[] {MANAGEMENT}, new Deeds(operatorLog, true));
    }
  }

  private boolean isDeed(HttpServletRequest request, String path) {
    boolean changes = !READING.contains(request.getMethod());
    return isManagement
        ? changes || path.equals(AUDIT)
        // An answer that was waited for comes along a second time, and is recorded already.
        : (changes || path.endsWith(EXPORT))
            && request.getAttribute(ID) == null
            && request.isUserInRole(Caller.OPERATOR);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    String path = request.getServletPath(); // without what a caller may write between its parts
    if (!isDeed(request, path)) {
      return true;
    }
    // Nothing of Spring Security is loaded where there is no issuer.
    Jwt token =
        request.getUserPrincipal() instanceof JwtAuthenticationToken caller
            ? caller.getToken()
            : null;
    try {
      request.setAttribute(
          ID,
          deeds.begin(
              token == null ? ANONYMOUS : cut(String.valueOf(token.getSubject())),
              cut(request.getRemoteAddr()),
              cut(request.getMethod() + " " + path)));
      return true;
    } catch (DataAccessException e) {
      log.warn("{} {} cannot be recorded: {}", request.getMethod(), path, e.toString());
      if (path.equals(CRASH)) {
        return true;
      }
      if (!isManagement) {
        throw Problems.exception(ProblemType.SERVICE_UNAVAILABLE, UNRECORDED);
      }
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.getWriter().write("{\"error\":\"" + UNRECORDED + "\"}");
      return false;
    }
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (request.getAttribute(ID) instanceof Long id) {
      try {
        deeds.end(
            id, failure == null ? response.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR.value());
      } catch (DataAccessException e) {
        log.warn("What came of deed {} cannot be recorded: {}", id, e.toString());
      }
    }
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST));
  }
}
