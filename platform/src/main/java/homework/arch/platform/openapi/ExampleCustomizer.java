package homework.arch.platform.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;

/** Shows the {@link Examples} of an operation, when all else is told. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ExampleCustomizer implements GlobalOperationCustomizer {

  private final Examples examples;

  ExampleCustomizer(Examples examples) {
    this.examples = examples;
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    String id = operation.getOperationId();
    Map<String, Object> values = examples.parameters(id);
    operation.getParameters().stream()
        .filter(parameter -> values.containsKey(parameter.getName()))
        .forEach(parameter -> parameter.setExample(values.get(parameter.getName())));
    if (operation.getRequestBody() != null) {
      show(examples.requests(id), operation.getRequestBody().getContent());
    }
    operation.getResponses().entrySet().stream()
        .filter(answer -> answer.getKey().startsWith("2") && answer.getValue().getContent() != null)
        .forEach(answer -> show(examples.answers(id), answer.getValue().getContent()));
    return operation;
  }

  private static void show(Map<String, Object> values, Content content) {
    content.values().stream()
        .filter(form -> form.getExamples() == null) // another form may have its own
        .forEach(
            form ->
                values.forEach(
                    (name, value) -> form.addExamples(name, new Example().value(value))));
  }
}
