package homework.arch.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document: one file with the channels and operations, and some with the messages. */
final class AsyncApiDocument {

  static final String MAIN = "arch-axon.yaml";

  private static final Path FOLDER = Docs.ROOT.resolve("docs/asyncapi");
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<String, JsonNode> files = new TreeMap<>();

  /**
   * A message in a channel.
   *
   * @param key what it is called in the document
   * @param name the name that is stored and sent
   */
  record Message(
      String channel, String key, String name, JsonNode payload, @Nullable String revision) {}

  /**
   * What one service does with messages of one channel.
   *
   * @param id the service, a dot, and what it does there
   */
  record Operation(
      String id, boolean sends, String channel, List<String> messages, List<String> answers) {

    String service() {
      return id.substring(0, id.indexOf('.'));
    }

    String part() {
      return id.substring(id.indexOf('.') + 1);
    }
  }

  private AsyncApiDocument(Map<String, String> texts) {
    texts.forEach((file, text) -> files.put(file, YAML.readTree(text)));
  }

  /** The text of its files, by their path below the folder of the document. */
  static Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    for (Path file : Docs.endingIn(".yaml")) {
      if (file.startsWith(FOLDER)) {
        texts.put(FOLDER.relativize(file).toString().replace('\\', '/'), Docs.read(file));
      }
    }
    return texts;
  }

  static AsyncApiDocument of(Map<String, String> texts) {
    return new AsyncApiDocument(texts);
  }

  List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    main()
        .required("channels")
        .forEachEntry(
            (channel, content) ->
                content
                    .required("messages")
                    .forEachEntry((key, ref) -> messages.add(message(channel, key, ref))));
    return messages;
  }

  private Message message(String channel, String key, JsonNode reference) {
    JsonNode message = resolved(reference, MAIN);
    String revision = null;
    for (JsonNode trait : message.path("traits")) {
      JsonNode form = trait.at("/headers/properties/payloadRevision/const");
      revision = form.isMissingNode() ? revision : form.asString();
    }
    return new Message(
        channel, key, message.required("name").asString(), message.required("payload"), revision);
  }

  /** The last part of the names of a channel's messages, as its address lists them. */
  Map<String, Set<String>> addresses() {
    Map<String, Set<String>> addresses = new TreeMap<>();
    main()
        .required("channels")
        .forEachEntry(
            (key, channel) ->
                channel
                    .path("parameters")
                    .forEach(
                        parameter ->
                            parameter
                                .required("enum")
                                .forEach(
                                    name ->
                                        addresses
                                            .computeIfAbsent(address(channel), a -> new TreeSet<>())
                                            .add(name.asString()))));
    return addresses;
  }

  /** What all names of its messages begin with. */
  private static String address(JsonNode channel) {
    String address = channel.required("address").asString();
    return address.substring(0, address.indexOf('{'));
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    main()
        .required("operations")
        .forEachEntry(
            (id, operation) ->
                operations.add(
                    new Operation(
                        id,
                        operation.required("action").asString().equals("send"),
                        last(operation.required("channel")),
                        lasts(operation.required("messages")),
                        lasts(operation.at("/reply/messages")))));
    return operations;
  }

  private static List<String> lasts(JsonNode references) {
    return references.valueStream().map(AsyncApiDocument::last).toList();
  }

  private static String last(JsonNode reference) {
    String path = reference.required("$ref").asString();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The messages that are written down, used in a channel or not. */
  List<String> writtenMessages() {
    return files.values().stream()
        .flatMap(file -> file.path("messages").propertyNames().stream())
        .toList();
  }

  /** The schema of that name, in any of the files. */
  @Nullable JsonNode schema(String name) {
    for (Map.Entry<String, JsonNode> file : files.entrySet()) {
      JsonNode schema = file.getValue().path("schemas").path(name);
      if (!schema.isMissingNode()) {
        return resolved(schema, file.getKey());
      }
    }
    return null;
  }

  private JsonNode main() {
    return file(MAIN);
  }

  private JsonNode file(String name) {
    JsonNode file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException("there is no file " + name);
    }
    return file;
  }

  /** A copy without references: what they point at is in their places. */
  private JsonNode resolved(JsonNode node, String file) {
    if (node.has("$ref")) {
      String[] reference = node.required("$ref").asString().split("#", 2);
      String target =
          reference[0].isEmpty()
              ? file
              : Path.of(file).resolveSibling(reference[0]).toString().replace('\\', '/');
      JsonNode found = file(target).at(reference[1]);
      if (found.isMissingNode()) {
        throw new IllegalArgumentException(target + " has no " + reference[1]);
      }
      return resolved(found, target);
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = YAML.createObjectNode();
      object.forEachEntry((name, value) -> copy.set(name, resolved(value, file)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = YAML.createArrayNode();
      array.forEach(value -> copy.add(resolved(value, file)));
      return copy;
    }
    return node;
  }
}
