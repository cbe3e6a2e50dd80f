package homework.arch.order.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Tells of {@link PreferredWait}, for which {@link OrderController} reads the headers. */
@Component
@Order(0)
class PreferHeader implements GlobalOperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    boolean readsHeaders =
        Arrays.stream(handler.getMethodParameters())
            .anyMatch(parameter -> parameter.getParameterType() == HttpHeaders.class);
    if (handler.getBeanType() == OrderController.class && readsHeaders) {
      operation.addParametersItem(prefer());
      operation.getResponses().entrySet().stream()
          .filter(answer -> answer.getKey().startsWith("2"))
          .forEach(answer -> addPreferenceApplied(answer.getValue()));
    }
    return operation;
  }

  private static HeaderParameter prefer() {
    HeaderParameter header = new HeaderParameter();
    header
        .name(PreferredWait.HEADER)
        .description(
            """
            `wait=N`: the answer waits until the order is decided, or until N seconds (at most 30) \
            are over (RFC 7240).""")
        .schema(new JsonSchema().typesItem("string"));
    return header;
  }

  private static void addPreferenceApplied(ApiResponse answer) {
    answer.addHeaderObject(
        PreferredWait.APPLIED_HEADER,
        new Header()
            .description("The preference that was followed, if one was sent")
            .schema(new JsonSchema().typesItem("string").pattern("^wait=\\d+$")));
  }
}
