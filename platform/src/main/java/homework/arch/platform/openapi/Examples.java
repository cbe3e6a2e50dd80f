package homework.arch.platform.openapi;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * The examples of all services, from {@code openapi/*.yml} on the class path: for each operation
 * its parameters by their names, its requests and answers by what they show, and the details of its
 * refusals by the names of their problems. Together they tell one story.
 */
final class Examples {

  private static final String FILES = "classpath*:openapi/*.yml";

  private final Map<String, Object> byOperation;

  private Examples(Map<String, Object> byOperation) {
    this.byOperation = byOperation;
  }

  static Examples load(ResourcePatternResolver resources) throws IOException {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(resources.getResources(FILES));
    return new Examples(Objects.requireNonNullElse(yaml.getObject(), Map.of()));
  }

  Map<String, Object> parameters(String operationId) {
    return part(operationId, "parameters");
  }

  Map<String, Object> requests(String operationId) {
    return part(operationId, "requests");
  }

  Map<String, Object> answers(String operationId) {
    return part(operationId, "answers");
  }

  Map<String, Object> refusals(String operationId) {
    return part(operationId, "refusals");
  }

  private Map<String, Object> part(String operationId, String name) {
    return child(child(byOperation, operationId), name);
  }

  @SuppressWarnings("unchecked") // YAML's maps have strings for keys, YamlMapFactoryBean sees to it
  private static Map<String, Object> child(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.getOrDefault(name, Map.of());
  }
}
