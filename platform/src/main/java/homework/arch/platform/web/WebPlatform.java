package homework.arch.platform.web;

import static org.springframework.http.MediaType.APPLICATION_YAML;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What the HTTP side of every service has in common. */
@AutoConfiguration(before = {JacksonAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@Import({HttpJson.class, StrictUuids.class, ProblemHandler.class, ProblemErrorController.class})
public class WebPlatform implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new IdempotencyKeyResolver());
  }

  /**
   * Callers speak JSON. springdoc brings a YAML library along, for which Spring would register a
   * converter that knows nothing of {@link HttpJson}: it takes roubles for kopecks.
   */
  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder.configureMessageConvertersList(
        converters ->
            converters.removeIf(
                converter -> converter.getSupportedMediaTypes().contains(APPLICATION_YAML)));
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new OrderInLog());
  }

  @Bean
  FilterRegistrationBean<TraceFilter> trace() {
    FilterRegistrationBean<TraceFilter> registration =
        new FilterRegistrationBean<>(new TraceFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    return registration;
  }

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
    configurer.strategies(List.of(new JsonAccepted()));
  }

  @Bean
  FilterRegistrationBean<BodyLimitFilter> bodyLimit(JsonMapper json) {
    FilterRegistrationBean<BodyLimitFilter> registration =
        new FilterRegistrationBean<>(new BodyLimitFilter(json));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatBoundsTheTimeOfRequests(
      Environment environment) {
    return factory -> {
      factory.setProtocol(RequestTimeProtocol.class.getName());
      factory.addConnectorCustomizers(
          connector ->
              ((RequestTimeProtocol) connector.getProtocolHandler())
                  .setRequestTime(
                      environment.getRequiredProperty("arch.request-time", Duration.class)));
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatErrorsAsProblems() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(ProblemReportValve.class.getName()));
  }
}
