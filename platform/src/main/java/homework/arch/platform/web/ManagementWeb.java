package homework.arch.platform.web;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** What the management port has in common with the main one, see {@link WebPlatform}. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementWeb {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> responseHeaders() {
    return ResponseHeaders::addTo;
  }
}
