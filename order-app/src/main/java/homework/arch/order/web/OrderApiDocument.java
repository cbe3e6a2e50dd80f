package homework.arch.order.web;

import com.fasterxml.jackson.core.type.TypeReference;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds to the OpenAPI document what annotations cannot say: the two ways to hear of a decision, for
 * which {@link OrderController} reads headers.
 */
@Component
@Order(0)
class OrderApiDocument implements GlobalOperationCustomizer {

  private final Map<String, Operation> additions;

  OrderApiDocument(@Value("classpath:orders-document.yml") Resource file) {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(file);
    additions = Json31.mapper().convertValue(yaml.getObject(), new TypeReference<>() {});
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    Operation addition = additions.get(operation.getOperationId());
    if (addition != null) {
      addition.getParameters().forEach(operation::addParametersItem);
      addition
          .getResponses()
          .forEach((status, part) -> add(status, part, operation.getResponses()));
    }
    return operation;
  }

  private static void add(String status, ApiResponse part, ApiResponses answers) {
    ApiResponse answer =
        answers.computeIfAbsent(
            status, added -> new ApiResponse().description(part.getDescription()));
    if (part.getHeaders() != null) {
      part.getHeaders().forEach(answer::addHeaderObject);
    }
    if (part.getContent() != null) {
      part.getContent().forEach(answer.getContent()::addMediaType);
    }
  }
}
