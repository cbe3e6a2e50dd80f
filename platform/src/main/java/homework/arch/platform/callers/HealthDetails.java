package homework.arch.platform.callers;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/** Who sees more of an application's health than its status: operators, where there are any. */
final class HealthDetails implements EnvironmentPostProcessor {

  private static final String SHOWN = "management.endpoint.health.show-details";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> details =
        StringUtils.hasText(environment.getProperty(CallersPlatform.ISSUER))
            ? Map.of(SHOWN, "when-authorized", "management.endpoint.health.roles", Caller.OPERATOR)
            : Map.of(SHOWN, "always");
    environment.getPropertySources().addLast(new MapPropertySource("health details", details));
  }
}
