package homework.arch.docs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import homework.arch.api.Money;
import homework.arch.api.Query;
import homework.arch.api.Refused;
import homework.arch.platform.axon.Unavailable;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The messages as the code has them, found in the package that all services share. */
final class MessageClasses {

  private static final String API = "homework.arch.api";
  private static final JsonMapper JSON = new JsonMapper();

  private static final List<Class<?>> ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(API).stream()
              .<Class<?>>map(JavaClass::reflect)
              .sorted((one, other) -> one.getName().compareTo(other.getName()))
              .toList();

  private MessageClasses() {}

  static List<Class<?>> commands() {
    return family("Command");
  }

  static List<Class<?>> events() {
    return family("Event");
  }

  /** The members of all sealed families whose name ends so. */
  private static List<Class<?>> family(String suffix) {
    return ALL.stream()
        .filter(type -> type.isSealed() && type.getSimpleName().endsWith(suffix))
        .<Class<?>>flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
        .toList();
  }

  static List<Class<?>> queries() {
    return ALL.stream()
        .filter(type -> type != Query.class && Query.class.isAssignableFrom(type))
        .toList();
  }

  /** What can only be an answer; an event can be one as well. */
  static List<Class<?>> answers() {
    return Stream.concat(
            queries().stream().map(MessageClasses::answer),
            Stream.of(Refused.Reason.class, Unavailable.Fault.class))
        .distinct()
        .toList();
  }

  private static Class<?> answer(Class<?> query) {
    return Arrays.stream(query.getGenericInterfaces())
        .filter(ParameterizedType.class::isInstance)
        .map(ParameterizedType.class::cast)
        .filter(type -> type.getRawType() == Query.class)
        .<Class<?>>map(type -> (Class<?>) type.getActualTypeArguments()[0])
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(query + " does not say what answers it"));
  }

  /** All that JSON is written of: messages, and what they are made of. */
  static List<Class<?>> all() {
    return ALL.stream().filter(type -> type.isRecord() || type.isEnum()).toList();
  }

  /** The schema of the JSON that is written of it, as far as a class can say it. */
  static JsonNode schema(Type type) {
    ObjectNode schema = JSON.createObjectNode();
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      schema.put("type", "array").set("items", schema(list.getActualTypeArguments()[0]));
    } else if (type == UUID.class) {
      schema.put("type", "string").put("format", "uuid");
    } else if (type == Instant.class) {
      schema.put("type", "string").put("format", "date-time");
    } else if (type == String.class) {
      schema.put("type", "string");
    } else if (type == Money.class || type == long.class || type == Long.class) {
      schema.put("type", "integer").put("format", "int64");
    } else if (type == int.class) {
      schema.put("type", "integer").put("format", "int32");
    } else if (type == boolean.class) {
      schema.put("type", "boolean");
    } else if (type instanceof Class<?> constants && constants.isEnum()) {
      ArrayNode names = schema.put("type", "string").putArray("enum");
      Arrays.stream(constants.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .sorted()
          .forEach(names::add);
    } else if (type instanceof Class<?> composite && composite.isRecord()) {
      fill(schema, composite);
    } else {
      throw new IllegalArgumentException("nobody knows the JSON of " + type);
    }
    return schema;
  }

  private static void fill(ObjectNode schema, Class<?> type) {
    schema.put("type", "object");
    ObjectNode properties = JSON.createObjectNode();
    ArrayNode required = JSON.createArrayNode();
    for (RecordComponent field : type.getRecordComponents()) {
      boolean nullable = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
      JsonNode value = schema(field.getGenericType());
      if (nullable && isWrittenAsNull(field)) {
        allowNull(value);
      }
      if (field.getAnnotatedType() instanceof AnnotatedParameterizedType list
          && list.getAnnotatedActualTypeArguments()[0].isAnnotationPresent(Nullable.class)) {
        allowNull(value.required("items"));
      }
      properties.set(field.getName(), value);
      if (!nullable || isWrittenAsNull(field)) {
        required.add(field.getName());
      }
    }
    schema.set("required", AsyncApiRules.sorted(required));
    schema.set("properties", properties);
  }

  private static void allowNull(JsonNode schema) {
    ArrayNode orNull = JSON.createArrayNode().add(schema.required("type")).add("null");
    ((ObjectNode) schema).set("type", orNull);
  }

  /** Any other null is left out. */
  private static boolean isWrittenAsNull(RecordComponent field) {
    JsonInclude include = field.getAccessor().getAnnotation(JsonInclude.class);
    return include != null && include.value() == JsonInclude.Include.ALWAYS;
  }
}
