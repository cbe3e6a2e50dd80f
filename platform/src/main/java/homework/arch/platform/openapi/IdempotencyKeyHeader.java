package homework.arch.platform.openapi;

import homework.arch.platform.web.IdempotencyKey;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import java.util.Arrays;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;

/** Tells of the header that every operation takes which asks for an {@link IdempotencyKey}. */
@Order(0)
final class IdempotencyKeyHeader implements GlobalOperationCustomizer {

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    boolean takesKey =
        Arrays.stream(handler.getMethodParameters())
            .anyMatch(parameter -> parameter.getParameterType() == IdempotencyKey.class);
    return takesKey ? operation.addParametersItem(header()) : operation;
  }

  private static HeaderParameter header() {
    HeaderParameter header = new HeaderParameter();
    header
        .name(IdempotencyKey.HEADER)
        .description(
            """
            A name of your choice for this request. The same key with the same body gives the \
            first answer again and changes nothing; with another body it is refused.""")
        .schema(
            new JsonSchema()
                .typesItem("string")
                .minLength(1)
                .maxLength(255)
                .pattern("^[\\x21-\\x7E]*$"));
    return header;
  }
}
