package homework.arch.order;

import homework.arch.api.order.OrderPlaced;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The first orders had no deadline of their own: they get the one that was usual. */
@Component
final class OrderPlacedUpcaster extends SingleEventUpcaster {

  private static final SerializedType FIRST =
      new SimpleSerializedType(OrderPlaced.class.getName(), null);
  private static final SerializedType NEXT =
      new SimpleSerializedType(OrderPlaced.class.getName(), "1");
  private static final Duration USUAL = Duration.ofSeconds(30);

  @Override
  protected boolean canUpcast(IntermediateEventRepresentation event) {
    return event.getType().equals(FIRST);
  }

  @Override
  protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
    return event.upcastPayload(NEXT, JsonNode.class, OrderPlacedUpcaster::withDeadline);
  }

  private static JsonNode withDeadline(JsonNode order) {
    Instant placedAt = Instant.parse(order.required("placedAt").asString());
    return ((ObjectNode) order).put("decideBy", placedAt.plus(USUAL).toString());
  }
}
