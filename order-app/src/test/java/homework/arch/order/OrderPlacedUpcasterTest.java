package homework.arch.order;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.order.OrderPlaced;
import homework.arch.platform.axon.MessageJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first revision of the event is kept in {@code first-revision/}, as it was approved then. */
class OrderPlacedUpcasterTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Serializer SERIALIZER = MessageJson.eventSerializer(List.of());

  @Test
  void anOrderOfTheFirstRevisionGetsTheDeadlineThatWasUsual() throws IOException {
    for (JsonNode json : firstRevision()) {
      OrderPlaced order = load(json, null);

      assertThat(order.decideBy()).isEqualTo(order.placedAt().plus(Duration.ofSeconds(30)));
      assertThat(order.orderId()).hasToString(json.get("orderId").asString());
      assertThat(order.userId()).hasToString(json.get("userId").asString());
      assertThat(order.price().minorUnits()).isEqualTo(json.get("price").asLong());
      assertThat(order.description())
          .isEqualTo(json.has("description") ? json.get("description").asString() : null);
      assertThat(order.placedAt()).hasToString(json.get("placedAt").asString());
    }
  }

  @Test
  void anOrderOfTheSecondRevisionIsReadAsItIs() throws IOException {
    OrderPlaced order = load(firstRevision().get(0), null);
    OrderPlaced other =
        new OrderPlaced(
            order.orderId(),
            order.userId(),
            order.price(),
            order.description(),
            order.placedAt(),
            order.placedAt().plus(Duration.ofSeconds(5)));

    assertThat(load(JSON.readTree(SERIALIZER.serialize(other, byte[].class).getData()), "1"))
        .isEqualTo(other);
    assertThat(SERIALIZER.serialize(other, byte[].class).getType().getRevision()).isEqualTo("1");
  }

  private static List<JsonNode> firstRevision() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            OrderPlacedUpcasterTest.class.getResourceAsStream(
                "/first-revision/OrderPlaced.json"))) {
      JsonNode approved = JSON.readTree(file);
      assertThat(approved.get("type").asString()).isEqualTo(OrderPlaced.class.getName());
      List<JsonNode> examples = approved.get("examples").valueStream().toList();
      assertThat(examples).hasSize(2).noneMatch(json -> json.has("decideBy"));
      return examples;
    }
  }

  private static OrderPlaced load(JsonNode json, @Nullable String revision) {
    SerializedObject<byte[]> payload =
        new SimpleSerializedObject<>(
            json.toString().getBytes(StandardCharsets.UTF_8),
            byte[].class,
            OrderPlaced.class.getName(),
            revision);
    return new EventUpcasterChain(new OrderPlacedUpcaster())
        .upcast(Stream.of(new InitialEventRepresentation(new Stored(payload), SERIALIZER)))
        .map(event -> SERIALIZER.<Object, OrderPlaced>deserialize(cast(event.getData())))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked") // whatever form it is in
  private static SerializedObject<Object> cast(SerializedObject<?> data) {
    return (SerializedObject<Object>) data;
  }

  private record Stored(SerializedObject<byte[]> payload) implements EventData<byte[]> {

    @Override
    public String getEventIdentifier() {
      return "the event's id";
    }

    @Override
    public Instant getTimestamp() {
      return Instant.EPOCH;
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
      return new SerializedMetaData<>("{}".getBytes(StandardCharsets.UTF_8), byte[].class);
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
      return payload;
    }
  }
}
