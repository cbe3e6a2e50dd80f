package homework.arch.standalone;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import homework.arch.api.Money;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.OperationView;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.TimelineView;
import homework.arch.api.user.UserView;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.HttpJson;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Text;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Holds the OpenAPI documents against the code: they have every path, parameter and field that it
 * has, and no other, each with its type and its bounds. What is answered is held against them by
 * {@link OpenApiIT}.
 */
class ApiDocumentsTest {

  private static final List<String> SERVICES =
      List.of("users", "accounts", "orders", "notifications");

  /** What is answered where the type of the method does not tell. */
  private static final Map<String, Class<?>> ANSWERS =
      Map.of(
          "registerUser", UserView.class,
          "depositFunds", OperationView.class,
          "withdrawFunds", OperationView.class,
          "placeOrder", OrderView.class,
          "cancelOrder", OrderView.class,
          "exportUser", Export.class);

  /** What is written piece by piece. */
  private record Export(
      UserView user,
      @Nullable AccountView account,
      List<OperationView> operations,
      List<OrderHistory> orders,
      List<NotificationView> mails) {}

  private record OrderHistory(OrderView order, List<TimelineView.Entry> timeline) {}

  /** Spring has a class of its own for it; {@link OpenApiIT} sees what is really sent. */
  private static final Set<String> OF_SPRING = Set.of("Problem", "FieldProblem");

  private static final Map<String, List<Method>> CODE = code();
  private static final Map<String, Map<String, Object>> DOCUMENTED = new TreeMap<>();

  static {
    for (String service : SERVICES) {
      map(document(service), "paths")
          .forEach(
              (path, item) ->
                  map(item)
                      .forEach(
                          (method, operation) ->
                              DOCUMENTED.put(
                                  method.toUpperCase(Locale.ROOT) + " " + path, map(operation))));
    }
  }

  /** Those of the records that were met, by their names. */
  private final Map<String, Map<String, Object>> schemas = new TreeMap<>();

  static Collection<String> operations() {
    return CODE.keySet();
  }

  @Test
  void everyOperationIsDocumentedAndNoOther() {
    assertThat(DOCUMENTED.keySet()).isNotEmpty().isEqualTo(CODE.keySet());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyParameterIsDocumentedAndNoOther(String operation) {
    Map<String, Object> documented = new TreeMap<>();
    for (Map<String, Object> parameter : maps(operation(operation).get("parameters"))) {
      documented.put(
          parameter.get("in") + " " + parameter.get("name"),
          Map.of(
              "required",
              parameter.getOrDefault("required", false),
              "schema",
              undescribed(parameter.get("schema"))));
    }
    Map<String, Object> taken = new TreeMap<>();
    for (Method method : methods(operation)) {
      Arrays.stream(method.getParameters()).forEach(parameter -> taken.putAll(taken(parameter)));
    }
    assertThat(documented).isEqualTo(taken);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theBodyIsDocumentedAndSoIsTheAnswer(String operation) {
    Map<String, Object> documented = operation(operation);

    assertThat(documented.containsKey("requestBody") ? form(documented.get("requestBody")) : null)
        .isEqualTo(body(operation));
    assertThat(map(success(documented)).containsKey("content") ? form(success(documented)) : null)
        .isEqualTo(answer(operation));
  }

  @Test
  void everyFieldIsDocumentedAndNoOther() {
    for (String operation : operations()) {
      body(operation);
      answer(operation);
    }
    Map<String, Object> documented = new TreeMap<>();
    for (String service : SERVICES) {
      map(document(service), "components", "schemas")
          .forEach((name, schema) -> documented.put(name, undescribed(schema)));
    }
    assertThat(documented.keySet()).containsAll(OF_SPRING);
    documented.keySet().removeAll(OF_SPRING);
    assertThat(documented).isEqualTo(schemas);
  }

  /** What all services have in common is written down in each of the documents. */
  @Test
  void whatIsInSeveralDocumentsIsTheSameInAll() {
    Map<String, Object> first = new TreeMap<>();
    for (String service : SERVICES) {
      for (String kind : List.of("schemas", "responses")) {
        map(document(service), "components", kind)
            .forEach(
                (name, component) -> {
                  String general = component.toString().replace("/" + service, "/(service)");
                  assertThat(first.computeIfAbsent(kind + "/" + name, other -> general))
                      .as("%s in %s", name, service)
                      .isEqualTo(general);
                });
      }
    }
    assertThat(first).containsKey("schemas/Problem").containsKey("responses/invalid-request");
  }

  @Test
  void everyProblemHasTheTitleAndTheStatusOfItsType() {
    List<Map<String, Object>> problems = new ArrayList<>();
    SERVICES.forEach(service -> collectProblems(document(service), problems));
    assertThat(problems).hasSizeGreaterThan(20);
    for (Map<String, Object> problem : problems) {
      String slug = String.valueOf(problem.get("type")).replace("urn:problem:", "");
      ProblemDetail type =
          ProblemType.valueOf(slug.replace('-', '_').toUpperCase(Locale.ROOT)).detail("");
      assertThat(problem)
          .containsEntry("title", type.getTitle())
          .containsEntry("status", type.getStatus());
    }
  }

  // What the code has.

  private static Map<String, List<Method>> code() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
    return scan.findCandidateComponents("homework.arch").stream()
        .map(found -> String.valueOf(found.getBeanClassName()))
        // What passes on the operator's calls is no API of its own.
        .filter(name -> !name.matches("homework\\.arch\\.(platform|page)\\..*"))
        .map(name -> ClassUtils.resolveClassName(name, null))
        .flatMap(controller -> Arrays.stream(controller.getDeclaredMethods()))
        .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
        // The stream of an order is another form of it.
        .sorted((one, other) -> Boolean.compare(isStream(one), isStream(other)))
        .collect(groupingBy(ApiDocumentsTest::operation, TreeMap::new, toList()));
  }

  private static boolean isStream(Method method) {
    return method.getGenericReturnType().getTypeName().contains(SseEmitter.class.getName());
  }

  private static String operation(Method method) {
    RequestMapping ofClass = mapping(method.getDeclaringClass());
    RequestMapping ofMethod = mapping(method);
    return ofMethod.method()[0] + " " + ofClass.path()[0] + String.join("", ofMethod.path());
  }

  private static RequestMapping mapping(AnnotatedElement place) {
    return requireNonNull(
        AnnotatedElementUtils.findMergedAnnotation(place, RequestMapping.class), place.toString());
  }

  private Map<String, Object> taken(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type == IdempotencyKey.class) {
      return Map.of(
          "header " + IdempotencyKey.HEADER,
          parameter(
              false,
              Map.of(
                  "type",
                  "string",
                  "minLength",
                  1,
                  "maxLength",
                  255,
                  "pattern",
                  "^[\\x21-\\x7E]*$")));
    }
    if (type == PageParameters.class) {
      return page();
    }
    if (type == HttpServletResponse.class) {
      return Map.of();
    }
    if (type == HttpHeaders.class) { // all of them, for the one that may come in several lines
      return Map.of("header Prefer", parameter(false, Map.of("type", "string")));
    }
    // Who calls is in the security scheme.
    if (parameter.isAnnotationPresent(RequestBody.class) || type == Caller.class) {
      return Map.of();
    }
    Map<String, Object> schema = schema(parameter, ResolvableType.forClass(type));
    if (parameter.isAnnotationPresent(PathVariable.class)) {
      return Map.of("path " + parameter.getName(), parameter(true, schema));
    }
    if (parameter.isAnnotationPresent(RequestParam.class)) {
      return Map.of("query " + parameter.getName(), parameter(false, schema));
    }
    RequestHeader header = parameter.getAnnotation(RequestHeader.class);
    assertThat(header).as("%s", parameter).isNotNull();
    return Map.of("header " + header.name(), parameter(false, schema));
  }

  private Map<String, Object> page() {
    PageParameters defaults = new PageParameters(null, null);
    Map<String, Object> page = new TreeMap<>();
    for (RecordComponent component : PageParameters.class.getRecordComponents()) {
      Map<String, Object> schema =
          schema(component.getAccessor(), ResolvableType.forClass(component.getType()));
      boolean first = component.getName().equals("page");
      schema.put("default", first ? defaults.pageOrDefault() : defaults.sizeOrDefault());
      page.put("query " + component.getName(), parameter(false, schema));
    }
    return page;
  }

  private static Map<String, Object> parameter(boolean required, Map<String, Object> schema) {
    return Map.of("required", required, "schema", schema);
  }

  private @Nullable Map<String, Object> body(String operation) {
    return Arrays.stream(methods(operation).get(0).getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
        .findFirst()
        .map(body -> schema(body, ResolvableType.forClass(body.getType())))
        .orElse(null);
  }

  private @Nullable Map<String, Object> answer(String operation) {
    String id = String.valueOf(operation(operation).get("operationId"));
    Method method = methods(operation).get(0);
    ResolvableType type = ResolvableType.forMethodReturnType(method);
    while (type.resolve() == CompletableFuture.class || type.resolve() == ResponseEntity.class) {
      type = type.getGeneric(0);
    }
    Class<?> untold = ANSWERS.get(id);
    if (type.resolve() == Void.class) {
      return null;
    }
    assertThat(type.resolve(Object.class) == Object.class || type.resolve() == void.class)
        .as(id)
        .isEqualTo(untold != null);
    return schema(method, untold == null ? type : ResolvableType.forClass(untold));
  }

  /** A type as a schema, as far as it and the annotations tell. */
  private Map<String, Object> schema(AnnotatedElement place, ResolvableType resolvable) {
    Class<?> type = resolvable.toClass();
    Map<String, Object> schema = new TreeMap<>();
    if (type.isRecord() && type != Money.class) {
      String name = name(resolvable);
      if (schemas.putIfAbsent(name, Map.of()) == null) {
        schemas.put(name, object(resolvable));
      }
      schema.put("$ref", "#/components/schemas/" + name);
    } else if (type == List.class) {
      schema.put("type", "array");
      schema.put("items", schema(place, resolvable.getGeneric(0)));
    } else if (type == UUID.class || type == Instant.class) {
      schema.put("type", "string");
      schema.put("format", type == UUID.class ? "uuid" : "date-time");
    } else if (type.isEnum()) {
      schema.put("type", "string");
      schema.put("enum", Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
    } else if (type == Money.class) {
      schema.put("type", "number");
      schema.put("multipleOf", 0.01);
      // A balance can be nothing, and grow beyond what a single amount may be.
      if (place instanceof Method accessor && accessor.getName().equals("balance")) {
        schema.put("minimum", 0);
      } else {
        schema.put("exclusiveMinimum", 0);
        schema.put("maximum", HttpJson.MAX_AMOUNT.toDecimal().intValueExact());
      }
    } else if (type == String.class) {
      schema.put("type", "string");
      describeText(place, schema);
    } else {
      assertThat(type).isIn(int.class, Integer.class, long.class);
      schema.put("type", "integer");
      schema.put("format", type == long.class ? "int64" : "int32");
      Min min = place.getAnnotation(Min.class);
      Max max = place.getAnnotation(Max.class);
      if (min != null && max != null) {
        schema.put("minimum", (int) min.value());
        schema.put("maximum", (int) max.value());
      }
    }
    return schema;
  }

  private static void describeText(AnnotatedElement place, Map<String, Object> schema) {
    Text text = place.getAnnotation(Text.class);
    if (text != null) {
      schema.put("maxLength", text.max());
      if (text.required()) {
        schema.put("minLength", 1);
        schema.put("pattern", text.singleLine() ? "^[^\\r\\n]*\\S[^\\r\\n]*$" : "\\S");
      }
    }
    if (place.isAnnotationPresent(Email.class)) {
      schema.put("format", "email");
    }
  }

  /** For callers: {@code User} and {@code UserPage}, whatever our classes are. */
  private static String name(ResolvableType type) {
    return type.toClass() == PageResponse.class
        ? name(type.getGeneric(0)) + "Page"
        : type.toClass().getSimpleName().replaceFirst("View$", "");
  }

  /** A field that may be null is left out then, unless it says that it is always there. */
  private Map<String, Object> object(ResolvableType type) {
    Map<String, Object> properties = new TreeMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.toClass().getRecordComponents()) {
      Map<String, Object> schema =
          schema(component.getAccessor(), ResolvableType.forType(component.getGenericType(), type));
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
      boolean always = include != null && include.value() == JsonInclude.Include.ALWAYS;
      if (nullable && always) {
        schema.put("type", List.of(String.valueOf(schema.get("type")), "null"));
      }
      if (!nullable || always) {
        required.add(component.getName());
      }
      properties.put(component.getName(), schema);
    }
    required.sort(Comparator.naturalOrder());
    return Map.of("type", "object", "properties", properties, "required", required);
  }

  // What the documents have.

  private static Map<String, Object> document(String service) {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(new ClassPathResource("openapi/" + service + ".yaml"));
    return map(yaml.getObject());
  }

  private static Map<String, Object> operation(String operation) {
    assertThat(DOCUMENTED).containsKey(operation);
    return map(DOCUMENTED.get(operation));
  }

  private static List<Method> methods(String operation) {
    return CODE.getOrDefault(operation, List.of());
  }

  private static Object success(Map<String, Object> operation) {
    return map(operation, "responses").entrySet().stream()
        .filter(answer -> answer.getKey().startsWith("2"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static Object form(@Nullable Object place) {
    return undescribed(map(map(place), "content", "application/json").get("schema"));
  }

  /** Without what is for people alone. */
  private static Map<String, Object> undescribed(@Nullable Object schema) {
    return map(schema).entrySet().stream()
        .filter(entry -> !entry.getKey().equals("description"))
        .collect(
            toMap(
                Map.Entry::getKey,
                entry ->
                    entry.getKey().equals("properties")
                        ? map(entry.getValue()).entrySet().stream()
                            .collect(toMap(Map.Entry::getKey, one -> undescribed(one.getValue())))
                        : entry.getValue()));
  }

  private static void collectProblems(Object node, List<Map<String, Object>> problems) {
    if (node instanceof Map<?, ?> map) {
      if (String.valueOf(map.get("type")).startsWith("urn:problem:")) {
        problems.add(map(map));
      }
      map.values().forEach(child -> collectProblems(child, problems));
    } else if (node instanceof List<?> list) {
      list.forEach(child -> collectProblems(child, problems));
    }
  }

  private static List<Map<String, Object>> maps(@Nullable Object list) {
    return list == null ? List.of() : ((List<?>) list).stream().map(ApiDocumentsTest::map).toList();
  }

  private static Map<String, Object> map(@Nullable Object parent, String... names) {
    Object child = parent;
    for (String name : names) {
      child = map(child).get(name);
    }
    return map(child);
  }

  @SuppressWarnings("unchecked") // YAML's maps have strings for keys, YamlMapFactoryBean sees to it
  private static Map<String, Object> map(@Nullable Object node) {
    return (Map<String, Object>) requireNonNull(node);
  }
}
