package homework.arch.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers the {@link IdempotencyKey} of their request. */
final class IdempotencyKeyResolver implements HandlerMethodArgumentResolver {

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,255}");

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == IdempotencyKey.class;
  }

  @Override
  public IdempotencyKey resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binderFactory) {
    String[] values = webRequest.getHeaderValues(IdempotencyKey.HEADER);
    if (values != null && (values.length != 1 || !VISIBLE_ASCII.matcher(values[0]).matches())) {
      throw Problems.invalidField(
          IdempotencyKey.HEADER, "must be one value of 1 to 255 visible ASCII characters");
    }
    HttpServletRequest request = (HttpServletRequest) webRequest.getNativeRequest();
    return new IdempotencyKey(
        request.getRequestURI().toLowerCase(Locale.ROOT), values == null ? null : values[0]);
  }
}
