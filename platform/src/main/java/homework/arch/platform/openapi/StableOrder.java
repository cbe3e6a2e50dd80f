package homework.arch.platform.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Puts paths, answers and components in the order of their names: the same at every start. */
final class StableOrder implements GlobalOpenApiCustomizer {

  @Override
  public void customise(OpenAPI document) {
    Paths paths = new Paths();
    new TreeMap<>(document.getPaths()).forEach(paths::addPathItem);
    paths.values().stream()
        .map(PathItem::readOperations)
        .forEach(operations -> operations.forEach(StableOrder::sortAnswers));
    document.setPaths(paths);
    Components components = document.getComponents();
    components.setSchemas(new TreeMap<>(components.getSchemas()));
    components.setResponses(new TreeMap<>(components.getResponses()));
  }

  private static void sortAnswers(Operation operation) {
    ApiResponses sorted = new ApiResponses();
    new TreeMap<>(operation.getResponses()).forEach(sorted::addApiResponse);
    operation.setResponses(sorted);
  }
}
