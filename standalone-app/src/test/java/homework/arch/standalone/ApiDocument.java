package homework.arch.standalone;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI document as it is held against what the API really does. Objects are taken to be
 * closed: a field that is not documented is an error.
 */
final class ApiDocument {

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDialect(
          Dialects.getOpenApi31(),
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final JsonNode document;

  /** By the node itself: to read one takes longer than to hold a value against it. */
  private final IdentityHashMap<JsonNode, Schema> schemas = new IdentityHashMap<>();

  ApiDocument(JsonNode document) {
    this.document = document;
    document.at("/components/schemas").forEach(ApiDocument::close);
  }

  private static void close(JsonNode schema) {
    if (schema.has("properties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()))));
    return operations;
  }

  Operation operation(String id) {
    return operations().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  /** The form of every error, also of those that belong to no operation. */
  JsonNode problemSchema() {
    return document.at("/components/schemas/Problem");
  }

  /** What is wrong with a value. */
  List<String> problems(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::read).validate(value).stream()
        .map(Error::toString)
        .toList();
  }

  private Schema read(JsonNode schema) {
    ObjectNode withComponents = ((ObjectNode) schema).deepCopy();
    withComponents.set("components", document.get("components"));
    return SCHEMAS.getSchema(withComponents);
  }

  /** The node itself, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** One operation of the document. */
  final class Operation {

    private final String method;
    private final String path;
    private final JsonNode description;

    private Operation(String method, String path, JsonNode description) {
      this.method = method;
      this.path = path;
      this.description = description;
    }

    String id() {
      return description.get("operationId").asString();
    }

    String method() {
      return method;
    }

    String path() {
      return path;
    }

    /** Its path, with these in place of the variables. */
    String pathWith(Map<String, String> variables) {
      String filled = path;
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        filled = filled.replace("{" + variable.getKey() + "}", variable.getValue());
      }
      return filled;
    }

    List<JsonNode> parameters() {
      return children(description.path("parameters"));
    }

    boolean takesBody() {
      return description.has("requestBody");
    }

    JsonNode requestSchema() {
      return resolved(requestForm().get("schema"));
    }

    JsonNode request(String example) {
      return requestForm().required("examples").required(example).required("value");
    }

    /** The example that Swagger UI shows first. */
    JsonNode firstRequest() {
      return requestForm().required("examples").iterator().next().required("value");
    }

    private JsonNode requestForm() {
      return description.path("requestBody").path("content").path("application/json");
    }

    List<Integer> statuses() {
      return description.get("responses").propertyNames().stream().map(Integer::valueOf).toList();
    }

    JsonNode answer(int status) {
      return resolved(description.get("responses").path(String.valueOf(status)));
    }

    JsonNode answer(int status, String example) {
      JsonNode form = answer(status).required("content").iterator().next();
      return form.required("examples").required(example).required("value");
    }

    /** Every form of a body, sent or answered: its schema, and its examples. */
    Stream<JsonNode> forms() {
      return Stream.concat(
              Stream.of(description.path("requestBody")), statuses().stream().map(this::answer))
          .flatMap(place -> children(place.path("content")).stream());
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static List<JsonNode> children(JsonNode node) {
    List<JsonNode> children = new ArrayList<>();
    node.forEach(children::add);
    return children;
  }
}
