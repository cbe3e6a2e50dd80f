package homework.arch.platform.callers;

import homework.arch.platform.web.Loopback;
import homework.arch.platform.web.RequestArgument;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells controllers who calls, and whoever starts the application if that may be everybody. */
@AutoConfiguration
@ConditionalOnWebApplication
public class CallersPlatform implements WebMvcConfigurer {

  static final String ISSUER = "arch.issuer";

  private static final Logger log = LoggerFactory.getLogger(CallersPlatform.class);

  private final boolean isOpen;

  CallersPlatform(Environment environment) {
    isOpen = !StringUtils.hasText(environment.getProperty(ISSUER));
    if (isOpen && !Loopback.is(environment.getProperty("server.address"))) {
      log.info(
          "Everybody who can reach this application may call it, as every user and as an operator:"
              + " no {} is set.",
          ISSUER);
    }
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(
        new RequestArgument<>(Caller.class, isOpen ? open -> Caller.ANYBODY : Caller::of));
  }
}
