package homework.arch.platform.startup;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Keeps whole parts away until the setting is there that they are for. Spring Boot's own switches
 * leave something that does nothing, and that is paid for at each start and with each request.
 */
final class PartsSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

  /** By the setting, how the names of their auto-configurations begin. */
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "management.opentelemetry.tracing.export.otlp.endpoint",
          List.of(
              "org.springframework.boot.micrometer.tracing.",
              "org.springframework.boot.opentelemetry.",
              "homework.arch.platform.traces."),
          "arch.issuer",
          List.of(
              "org.springframework.boot.security.",
              "homework.arch.platform.callers.ResourceServer"));

  private List<String> off = List.of();

  @Override
  public void setEnvironment(Environment environment) {
    off =
        PARTS.entrySet().stream()
            .filter(part -> !StringUtils.hasText(environment.getProperty(part.getKey())))
            .flatMap(part -> part.getValue().stream())
            .toList();
  }

  @Override
  public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
    boolean[] kept = new boolean[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      String candidate = candidates[i];
      kept[i] = candidate == null || off.stream().noneMatch(candidate::startsWith);
    }
    return kept;
  }
}
