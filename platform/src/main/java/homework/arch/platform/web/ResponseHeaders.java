package homework.arch.platform.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * What every answer tells a browser (<a href="https://owasp.org/www-project-secure-headers/">OWASP
 * Secure Headers</a>), whoever gives it: Spring, Spring Security, or Tomcat itself. It is set
 * before anybody answers, so whoever knows better, such as the page, replaces it.
 */
final class ResponseHeaders extends ValveBase {

  private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

  /** The answers of an API load nothing, and are shown by nobody. */
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Files from here, and by its hash the one script in it; its own script makes styles. */
  private static final String SWAGGER_UI =
      "default-src 'none'; script-src 'self' 'sha256-wPOpUelav94WrJngTlnSYfrTCYOOYy0ASaaw1HP5kwA=';"
          + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String[][] ALWAYS = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {
      "Permissions-Policy",
      "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    },
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
  };

  ResponseHeaders() {
    super(true);
  }

  /** Nested in {@link WebPlatform} it would be a configuration of the main port as well. */
  @ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
  static class OfManagement {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> responseHeaders() {
      return factory -> factory.addEngineValves(new ResponseHeaders());
    }
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    // An answer that was waited for comes along a second time.
    if (!response.containsHeader(CONTENT_SECURITY_POLICY)) {
      for (String[] header : ALWAYS) {
        response.addHeader(header[0], header[1]);
      }
      response.addHeader(
          CONTENT_SECURITY_POLICY,
          "/swagger-ui.html".equals(request.getRequestURI()) ? SWAGGER_UI : NOTHING);
      if (request.isSecure()) { // browsers complain of these elsewhere
        response.addHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.addHeader("Strict-Transport-Security", "max-age=31536000");
      }
    }
    getNext().invoke(request, response);
  }
}
