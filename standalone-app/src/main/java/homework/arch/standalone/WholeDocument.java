package homework.arch.standalone;

import io.swagger.v3.oas.models.OpenAPI;
import java.util.Comparator;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** The OpenAPI document of all services together: in the order in which they are tried out. */
@Component
class WholeDocument implements OpenApiCustomizer {

  private static final List<String> ORDER = List.of("users", "accounts", "orders", "notifications");

  @Override
  public void customise(OpenAPI document) {
    document.setTags(
        document.getTags().stream()
            .sorted(Comparator.comparing(tag -> ORDER.indexOf(tag.getName())))
            .toList());
  }
}
