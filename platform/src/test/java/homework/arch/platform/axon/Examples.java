package homework.arch.platform.axon;

import homework.arch.api.Money;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Examples of any message, the same in every run. Each field has a value of its own, so that two
 * fields that were swapped are seen.
 */
final class Examples {

  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

  private Examples() {}

  /** All constants of an enum; of a record one example with all fields, and one with the least. */
  static List<Object> of(Class<?> type) {
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    Object full = example(type, true);
    Object least = example(type, false);
    return full.equals(least) ? List.of(full) : List.of(full, least);
  }

  private static Object example(Class<?> type, boolean full) {
    RecordComponent[] fields = type.getRecordComponents();
    if (fields == null) {
      throw new IllegalArgumentException(type + " is no record: nobody knows an example of it");
    }
    Object[] values =
        IntStream.range(0, fields.length)
            .mapToObj(i -> isNullable(fields[i]) && !full ? null : value(fields[i], i))
            .toArray();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made from an example's values", e);
    }
  }

  private static boolean isNullable(RecordComponent field) {
    return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Object value(RecordComponent field, int position) {
    return value(field.getGenericType(), field.getName(), position);
  }

  private static Object value(Type type, String name, int position) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return List.of(value(list.getActualTypeArguments()[0], name, position));
    }
    if (type == UUID.class) {
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
    if (type == String.class) {
      return name + " «ё»";
    }
    if (type == Instant.class) {
      return NOW.plusSeconds(position);
    }
    if (type == Money.class) {
      return new Money(100_00L + position);
    }
    if (type == int.class) {
      return 100 + position;
    }
    if (type == long.class || type == Long.class) {
      return Long.MAX_VALUE - position;
    }
    if (type == boolean.class) {
      return true;
    }
    return of((Class<?>) type).get(0);
  }
}
