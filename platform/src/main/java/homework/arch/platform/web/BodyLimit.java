package homework.arch.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Refuses bodies over the limit: at once where the length is told, else when they are read. */
@ControllerAdvice
class BodyLimit extends RequestBodyAdviceAdapter implements HandlerInterceptor {

  static final int BYTES = 64 * 1024;

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    return isWithin(request.getContentLengthLong());
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage request,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    byte[] body = request.getBody().readNBytes(BYTES + 1);
    isWithin(body.length);
    return new HttpInputMessage() {

      @Override
      public InputStream getBody() {
        return new ByteArrayInputStream(body);
      }

      @Override
      public HttpHeaders getHeaders() {
        return request.getHeaders();
      }
    };
  }

  private static boolean isWithin(long length) {
    if (length > BYTES) {
      throw Problems.exception(ProblemType.BODY_TOO_LARGE, "A body has at most 64 KiB.");
    }
    return true;
  }
}
