package homework.arch.standalone;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The management port is the one above the main port unless it is given, so that moving the one
 * moves both.
 */
final class ManagementPort implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    int port = environment.getProperty("server.port", Integer.class, 8080);
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "management port", Map.of("management.server.port", port == 0 ? 0 : port + 1)));
  }
}
