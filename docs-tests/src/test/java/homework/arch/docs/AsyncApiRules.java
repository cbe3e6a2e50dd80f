package homework.arch.docs;

import homework.arch.docs.AsyncApiDocument.Message;
import homework.arch.docs.AsyncApiDocument.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the AsyncAPI document must say about the messages, as the code has them. */
final class AsyncApiRules {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String EVENTS = "events";
  private static final String ANSWERS = "answers";

  private final AsyncApiDocument document;
  private final List<Message> messages;
  private final List<String> broken = new ArrayList<>();

  private AsyncApiRules(AsyncApiDocument document) {
    this.document = document;
    this.messages = document.messages();
  }

  /** Says what is wrong, in a sentence for each. */
  static List<String> broken(AsyncApiDocument document) {
    AsyncApiRules rules = new AsyncApiRules(document);
    rules.everyMessageIsInItsChannel();
    rules.everyMessageIsThatOfItsClass();
    rules.everyValueIsThatOfItsClass();
    rules.nothingIsWrittenThatIsInNoChannel();
    rules.everyAddressListsItsMessages();
    rules.everyoneSendsAndHandlesWhatTheCodeDoes();
    rules.everyAnswerIsThatOfItsHandler();
    return rules.broken.stream().distinct().toList();
  }

  private void everyMessageIsInItsChannel() {
    same(
        "commands in the channels of commands",
        names(MessageClasses.commands()),
        namesIn(channel -> channel.endsWith("Commands")));
    same(
        "queries in the channels of queries",
        names(MessageClasses.queries()),
        namesIn(channel -> channel.endsWith("Queries")));
    same("events in the event store", names(MessageClasses.events()), namesIn(EVENTS::equals));
    Set<String> answers = namesIn(ANSWERS::equals);
    answers.removeAll(names(MessageClasses.events()));
    answers.remove("nothing");
    same("answers", names(MessageClasses.answers()), answers);
  }

  private static Set<String> names(Collection<Class<?>> classes) {
    return classes.stream().map(Class::getName).collect(Collectors.toSet());
  }

  private Set<String> namesIn(Predicate<String> channel) {
    return messages.stream()
        .filter(message -> channel.test(message.channel()))
        .map(Message::name)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void everyMessageIsThatOfItsClass() {
    Map<String, Class<?>> classes =
        Stream.of(
                MessageClasses.commands(),
                MessageClasses.queries(),
                MessageClasses.events(),
                MessageClasses.answers())
            .flatMap(List::stream)
            .collect(Collectors.toMap(Class::getName, type -> type));
    for (Message message : messages) {
      Class<?> type = classes.get(message.name());
      if (type != null) {
        compare(message.key(), MessageClasses.schema(type), reduced(message.payload()));
        compareRevision(message, type);
      }
    }
  }

  private void compareRevision(Message message, Class<?> type) {
    Revision revision = type.getAnnotation(Revision.class);
    String expected = revision == null ? null : revision.value();
    if (!Objects.equals(expected, message.revision())) {
      broken.add(
          "%s has the revision %s in the code and %s in the document"
              .formatted(message.key(), expected, message.revision()));
    }
  }

  /** What messages are made of has a place of its own, by its name. */
  private void everyValueIsThatOfItsClass() {
    Set<String> inChannels = messages.stream().map(Message::name).collect(Collectors.toSet());
    for (Class<?> type : MessageClasses.all()) {
      String name = shortName(type);
      JsonNode schema = document.schema(name);
      if (schema != null) {
        compare("the schema " + name, MessageClasses.schema(type), reduced(schema));
      } else if (!inChannels.contains(type.getName())) {
        broken.add(name + " has neither a message nor a schema");
      }
    }
  }

  /** Such as TimelineView.Entry. */
  static String shortName(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private void nothingIsWrittenThatIsInNoChannel() {
    Set<String> inChannels = messages.stream().map(Message::key).collect(Collectors.toSet());
    document.writtenMessages().stream()
        .filter(message -> !inChannels.contains(message))
        .forEach(message -> broken.add(message + " is written down, and in no channel"));
  }

  private void everyAddressListsItsMessages() {
    Map<String, Set<String>> expected = new TreeMap<>();
    for (Message message : messages) {
      if (!message.channel().equals(EVENTS) && !message.channel().equals(ANSWERS)) {
        int dot = message.name().lastIndexOf('.') + 1;
        expected
            .computeIfAbsent(message.name().substring(0, dot), address -> new TreeSet<>())
            .add(message.name().substring(dot));
      }
    }
    same("addresses", flat(expected), flat(document.addresses()));
  }

  private static Set<String> flat(Map<String, Set<String>> names) {
    return names.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(name -> entry.getKey() + name))
        .collect(Collectors.toSet());
  }

  private void everyoneSendsAndHandlesWhatTheCodeDoes() {
    Set<String> sent = new TreeSet<>();
    Set<String> handled = new TreeSet<>();
    for (Operation operation : document.operations()) {
      for (String message : operation.messages()) {
        if (operation.sends()) {
          sent.add(operation.service() + " " + message);
        } else if (operation.channel().equals(EVENTS)) {
          handled.add(operation.service() + " " + operation.part() + " " + message);
        } else {
          handled.add(operation.service() + " " + message);
        }
      }
    }
    same("senders", MessageTraffic.sent(), sent);
    same("handlers", MessageTraffic.handled(), handled);
  }

  private void everyAnswerIsThatOfItsHandler() {
    Map<String, Set<String>> answers = MessageTraffic.answers();
    for (Operation operation : document.operations()) {
      if (!operation.channel().equals(EVENTS)) {
        same(
            "answers of " + operation.id(),
            operation.messages().stream()
                .flatMap(message -> answers.getOrDefault(message, Set.of()).stream())
                .collect(Collectors.toSet()),
            Set.copyOf(operation.answers()));
      }
    }
  }

  private void same(String what, Set<String> inTheCode, Set<String> inTheDocument) {
    Set<String> missing = new TreeSet<>(inTheCode);
    missing.removeAll(inTheDocument);
    missing.forEach(one -> broken.add(what + ": the document does not have " + one));
    Set<String> tooMany = new TreeSet<>(inTheDocument);
    tooMany.removeAll(inTheCode);
    tooMany.forEach(one -> broken.add(what + ": the code does not have " + one));
  }

  private void compare(String place, @Nullable JsonNode code, @Nullable JsonNode described) {
    if (code instanceof ObjectNode one && described instanceof ObjectNode other) {
      Set<String> names = new TreeSet<>(one.propertyNames());
      names.addAll(other.propertyNames());
      names.forEach(name -> compare(place + "/" + name, one.get(name), other.get(name)));
    } else if (!Objects.equals(code, described)) {
      broken.add("%s is %s in the code and %s in the document".formatted(place, code, described));
    }
  }

  /** What a class can say of a schema: no descriptions and no limits. */
  private static JsonNode reduced(JsonNode schema) {
    ObjectNode reduced = JSON.createObjectNode();
    for (String name : List.of("type", "format")) {
      if (schema.has(name)) {
        reduced.set(name, schema.get(name));
      }
    }
    for (String name : List.of("enum", "required")) {
      if (schema.get(name) instanceof ArrayNode names) {
        reduced.set(name, sorted(names));
      }
    }
    if (schema.has("items")) {
      reduced.set("items", reduced(schema.get("items")));
    }
    if (schema.has("properties")) {
      ObjectNode properties = reduced.putObject("properties");
      schema.get("properties").forEachEntry((name, value) -> properties.set(name, reduced(value)));
    }
    return reduced;
  }

  static ArrayNode sorted(ArrayNode names) {
    ArrayNode sorted = JSON.createArrayNode();
    names.valueStream().map(JsonNode::asString).sorted().forEach(sorted::add);
    return sorted;
  }
}
