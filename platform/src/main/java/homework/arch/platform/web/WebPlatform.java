package homework.arch.platform.web;

import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the HTTP side of every service has in common. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@Import({
  TraceFilter.class,
  HttpJson.class,
  StrictUuids.class,
  BodyLimit.class,
  ProblemHandler.class,
  ApiDocuments.class,
  Limits.class
})
public class WebPlatform implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RequestArgument<>(IdempotencyKey.class, IdempotencyKey::of));
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new BodyLimit());
    registry.addInterceptor(new OrderInLog());
  }

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
    configurer.strategies(List.of(new JsonAccepted()));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat(Environment environment) {
    return factory -> {
      factory.setProtocol(RequestTimeProtocol.class.getName());
      factory.addConnectorCustomizers(
          connector ->
              ((RequestTimeProtocol) connector.getProtocolHandler())
                  .setRequestTime(
                      environment.getRequiredProperty("arch.request-time", Duration.class)));
      factory.addContextCustomizers(
          context ->
              ((StandardHost) context.getParent())
                  .setErrorReportValveClass(ProblemReportValve.class.getName()));
      factory.addEngineValves(new ResponseHeaders());
    };
  }

  /** Of the management port, whose errors are Spring Boot's. */
  @Bean
  ErrorAttributes errorAttributes() {
    return new DefaultErrorAttributes();
  }
}
