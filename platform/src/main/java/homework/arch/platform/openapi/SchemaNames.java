package homework.arch.platform.openapi;

import com.fasterxml.jackson.databind.JavaType;
import homework.arch.platform.web.PageResponse;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Schemas are named for callers: {@code User} and {@code UserPage}, whatever our classes are. */
final class SchemaNames extends TypeNameResolver {

  @Override
  protected String getNameOfClass(Class<?> type) {
    String name = super.getNameOfClass(type);
    return name.endsWith("View") ? name.substring(0, name.length() - "View".length()) : name;
  }

  @Override
  protected String nameForGenericType(JavaType type, Set<Options> options) {
    return type.hasRawClass(PageResponse.class)
        ? nameForType(type.containedType(0), options) + "Page"
        : super.nameForGenericType(type, options);
  }
}
