package homework.arch.platform.openapi;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOperationComponentsCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;

/** Tells what an operation {@link Creates}. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CreatedAnswer implements GlobalOperationComponentsCustomizer {

  @Override
  public Operation customize(Operation operation, Components components, HandlerMethod handler) {
    Creates creates = handler.getMethodAnnotation(Creates.class);
    return creates == null
        ? operation
        : operation.responses(
            new ApiResponses().addApiResponse("201", answer(creates, components)));
  }

  /** springdoc calls the other one. */
  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    return operation;
  }

  private static ApiResponse answer(Creates creates, Components components) {
    ResolvedSchema type =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(creates.value()).resolveAsRef(true));
    type.referencedSchemas.forEach(components::addSchemas);
    ApiResponse answer =
        new ApiResponse()
            .description("Created")
            .content(
                new Content()
                    .addMediaType(APPLICATION_JSON_VALUE, new MediaType().schema(type.schema)));
    return creates.at().isEmpty()
        ? answer
        : answer.addHeaderObject(
            HttpHeaders.LOCATION,
            new Header()
                .description("Where it can be found: `" + creates.at() + "`")
                .required(true)
                .schema(new JsonSchema().typesItem("string").format("uri-reference")));
  }
}
