package homework.arch.platform.web;

import homework.arch.platform.LogContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** The order that a path names is named in the log as well, until {@link TraceFilter} is left. */
final class OrderInLog implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        && variables.get(LogContext.ORDER_ID) instanceof String text) {
      // Nothing but an id: a caller writes no lines into the log.
      HttpJson.parseUuid(text).ifPresent(LogContext::orderId);
    }
    return true;
  }
}
