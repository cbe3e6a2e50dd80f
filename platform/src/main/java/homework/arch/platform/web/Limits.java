package homework.arch.platform.web;

import io.github.bucket4j.TimeMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** How often a caller may call, and from pages of which other sites. */
@Configuration(proxyBeanMethods = false)
class Limits {

  /** Where Spring Boot puts the filters of Spring Security. */
  private static final int LOG_IN = -100;

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("${arch.rate-limit.per-second:0} > 0")
  static class OfCalls {

    @Bean
    RateLimit rateLimit(Environment environment) {
      int perSecond = environment.getRequiredProperty("arch.rate-limit.per-second", Integer.class);
      return new RateLimit(
          perSecond,
          environment.getProperty("arch.rate-limit.burst", Integer.class, 2 * perSecond),
          TimeMeter.SYSTEM_NANOTIME);
    }

    @Bean
    FilterRegistrationBean<RateLimit.OfCallers> callsOfCallers(RateLimit rateLimit) {
      return ordered(rateLimit.new OfCallers(), LOG_IN + 1);
    }

    @Bean
    FilterRegistrationBean<RateLimit.OfStrangers> callsOfStrangers(
        RateLimit rateLimit, @Value("${arch.issuer:}") String issuer) {
      var registration = ordered(rateLimit.new OfStrangers(), LOG_IN - 1);
      registration.setEnabled(!issuer.isBlank());
      return registration;
    }
  }

  /** Before the log-in: a browser asks without a token whether it may send one. */
  @Bean
  FilterRegistrationBean<CorsFilter> otherOrigins(
      @Value("${arch.cors.origins:}") List<String> origins) {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(origins);
    allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "DELETE"));
    allowed.setAllowedHeaders(
        List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_TYPE,
            IdempotencyKey.HEADER,
            "Last-Event-ID",
            "Prefer",
            TraceFilter.HEADER));
    allowed.setExposedHeaders(
        List.of(
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.WWW_AUTHENTICATE,
            "Preference-Applied",
            RateLimit.HEADER,
            RateLimit.POLICY_HEADER));
    allowed.setAllowCredentials(false);
    allowed.setMaxAge(Duration.ofHours(1));
    CorsFilter filter = new CorsFilter(request -> allowed);
    filter.setCorsProcessor(new Processor());
    FilterRegistrationBean<CorsFilter> registration = ordered(filter, LOG_IN - 2);
    registration.setEnabled(!origins.isEmpty());
    return registration;
  }

  private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> ordered(
      F filter, int order) {
    FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }

  /** Its refusal is a problem detail like any other, see {@link ProblemReportValve}. */
  private static final class Processor extends DefaultCorsProcessor {

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
      ((ServletServerHttpResponse) response)
          .getServletResponse()
          .sendError(HttpStatus.FORBIDDEN.value());
    }
  }
}
