package homework.arch.platform.traces;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Keeps all of tracing away until there is an endpoint that traces are sent to. Spring Boot's own
 * switches leave a tracer that does nothing, and what it does nothing with is made for each
 * request.
 */
final class TracesSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

  private static final List<String> TRACING =
      List.of(
          "org.springframework.boot.micrometer.tracing.",
          "org.springframework.boot.opentelemetry.",
          TracesPlatform.class.getName());

  private boolean on;

  @Override
  public void setEnvironment(Environment environment) {
    on = StringUtils.hasText(environment.getProperty(ENDPOINT));
  }

  @Override
  public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
    boolean[] kept = new boolean[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      String candidate = candidates[i];
      kept[i] = on || candidate == null || TRACING.stream().noneMatch(candidate::startsWith);
    }
    return kept;
  }
}
