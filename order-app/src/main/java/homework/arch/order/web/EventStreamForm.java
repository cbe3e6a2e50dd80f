package homework.arch.order.web;

import static org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Tells of the other form of an order: the stream of its states, see {@link OrderListeners}. */
@Component
@Order(1) // after PreferHeader, whose answers have a body
class EventStreamForm implements GlobalOperationCustomizer {

  static final String LAST_EVENT_ID = "Last-Event-ID";

  private static final String EXAMPLE =
      """
      id:0
      event:order
      data:{"orderId":"4ab0cf3e-7c55-4f0e-9c1b-2f6f1d0a7e31",\
      "userId":"89ac1d52-ff58-816f-b292-46c05cedbb6f","price":900.05,"description":"A bicycle",\
      "status":"PENDING","placedAt":"2026-11-22T10:02:00Z"}

      id:1
      event:order
      data:{"orderId":"4ab0cf3e-7c55-4f0e-9c1b-2f6f1d0a7e31",\
      "userId":"89ac1d52-ff58-816f-b292-46c05cedbb6f","price":900.05,"description":"A bicycle",\
      "status":"APPROVED","placedAt":"2026-11-22T10:02:00Z","decidedAt":"2026-11-22T10:02:00.3Z"}

      """;

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    if (handler.getBeanType() == OrderController.class
        && handler.getMethod().getName().equals("find")) {
      operation.addParametersItem(lastEventId());
      Objects.requireNonNull(operation.getResponses().get("200"), "an order is found")
          .getContent()
          .addMediaType(TEXT_EVENT_STREAM_VALUE, form());
      operation
          .getResponses()
          .addApiResponse(
              "204",
              new ApiResponse()
                  .description("The last state is known already: asked for as an event stream"));
    }
    return operation;
  }

  private static MediaType form() {
    return new MediaType()
        .schema(
            new JsonSchema()
                .typesItem("string")
                .description(
                    """
                    Server-sent events named `order`, with the order as data: the state it is in, \
                    then each that follows, up to the decision. Their ids are 0 (pending), 1 \
                    (approved or rejected) and 2 (cancelled)."""))
        .addExamples("live", new Example().value(EXAMPLE));
  }

  private static HeaderParameter lastEventId() {
    HeaderParameter header = new HeaderParameter();
    header
        .name(LAST_EVENT_ID)
        .description(
            """
            The id of the last event that was seen, which is not sent again; it counts with \
            `Accept: text/event-stream` only. Browsers send it by themselves.""")
        .schema(new JsonSchema().typesItem("string"));
    return header;
  }
}
