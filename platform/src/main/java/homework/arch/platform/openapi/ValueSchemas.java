package homework.arch.platform.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import homework.arch.api.Money;
import homework.arch.platform.web.HttpJson;
import homework.arch.platform.web.Text;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes values as they are written and read, which their Java types alone do not tell. */
final class ValueSchemas implements ModelConverter {

  private final ObjectMapper types;

  ValueSchemas(ObjectMapper types) {
    this.types = types;
  }

  @Override
  public Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType javaType = types.constructType(type.getType());
    if (javaType.hasRawClass(Money.class)) {
      return money(type.getPropertyName());
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    if (javaType.getRawClass().isRecord()) {
      describeFields(javaType.getRawClass(), definition(schema, context));
    }
    if (type.getCtxAnnotations() != null) {
      describeText(schema, type.getCtxAnnotations());
    }
    if (schema.getTypes() != null) {
      schema.getTypes().remove("null"); // what swagger takes for null is left out instead
    }
    return schema;
  }

  /** Only a balance can be nothing, and grow beyond what a single amount may be. */
  private static Schema<?> money(@Nullable String property) {
    Schema<?> money = new JsonSchema().typesItem("number").multipleOf(new BigDecimal("0.01"));
    return "balance".equals(property)
        ? money.minimum(BigDecimal.ZERO)
        : money.exclusiveMinimumValue(BigDecimal.ZERO).maximum(HttpJson.MAX_AMOUNT.toDecimal());
  }

  private static Schema<?> definition(Schema<?> schema, ModelConverterContext context) {
    String reference = schema.get$ref();
    return reference == null
        ? schema
        : named(
            reference.substring(Components.COMPONENTS_SCHEMAS_REF.length()),
            context.getDefinedModels());
  }

  /** A field that may be null is left out then, unless it says that it is always there. */
  private static void describeFields(Class<?> type, Schema<?> schema) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    schema.setRequired(
        components.stream()
            .filter(component -> !isNullable(component) || isAlwaysWritten(component))
            .map(RecordComponent::getName)
            .toList());
    components.stream()
        .filter(component -> isNullable(component) && isAlwaysWritten(component))
        .forEach(component -> named(component.getName(), schema.getProperties()).addType("null"));
  }

  @SuppressWarnings("rawtypes") // as the model has it
  private static Schema<?> named(String name, Map<String, Schema> schemas) {
    return Objects.requireNonNull(schemas.get(name), name);
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static boolean isAlwaysWritten(RecordComponent component) {
    JsonInclude rule = component.getAccessor().getAnnotation(JsonInclude.class);
    return rule != null && rule.value() == JsonInclude.Include.ALWAYS;
  }

  private static void describeText(Schema<?> schema, Annotation[] annotations) {
    Arrays.stream(annotations)
        .filter(Text.class::isInstance)
        .map(Text.class::cast)
        .forEach(
            text -> {
              schema.setMaxLength(text.max());
              if (text.required()) {
                schema.setMinLength(1);
                schema.setPattern(text.singleLine() ? "^[^\\r\\n]*\\S[^\\r\\n]*$" : "\\S");
              }
            });
  }
}
