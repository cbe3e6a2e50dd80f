package homework.arch.platform.web;

import homework.arch.platform.LogContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Goes on with the trace that the caller names (<a href="https://www.w3.org/TR/trace-context/">W3C
 * Trace Context</a>), or begins one. Where traces are exported, Spring Boot's filter, which comes
 * first, has done so.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class TraceFilter extends OncePerRequestFilter {

  static final String HEADER = "traceparent";

  /** Only later versions than 00 may have more at the end. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})(?<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "((?<!^00.{53})-.*)?");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String traceId = LogContext.traceId();
    if (traceId == null) {
      traceId = (String) request.getAttribute(HEADER);
    }
    if (traceId == null) {
      traceId = traceId(request.getHeader(HEADER));
      request.setAttribute(HEADER, traceId);
    }
    LogContext context = LogContext.enter(traceId, null);
    try {
      chain.doFilter(request, response);
    } finally {
      context.leave();
    }
  }

  /** An answer that was waited for is written by another thread. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  static String traceId(@Nullable String traceparent) {
    Matcher named = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    return named.matches() ? named.group("trace") : IdGenerator.random().generateTraceId();
  }
}
