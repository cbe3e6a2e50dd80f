package homework.arch.order.audit;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a replay would give. Events keep coming while rows are read: up to the mark only
 * the last state of each row counts, from then on every one, for a row may have been read at any
 * moment since.
 *
 * @param <V> the rows
 */
final class States<V extends Record> {

  private static final int LONGEST_VALUE = 80;

  private final Map<UUID, List<V>> states = new LinkedHashMap<>();
  private boolean marked;
  private int atTheMark;

  void put(UUID id, V state) {
    if (marked) {
      states.merge(
          id,
          List.of(state),
          (before, next) -> Stream.concat(before.stream(), next.stream()).toList());
    } else {
      states.put(id, List.of(state));
    }
  }

  /** What the row has become so far; null if no event has told of it. */
  @Nullable V last(UUID id) {
    List<V> all = states.get(id);
    return all == null ? null : all.get(all.size() - 1);
  }

  void mark() {
    marked = true;
    atTheMark = states.size();
  }

  int size() {
    return states.size();
  }

  Set<UUID> ids() {
    return states.keySet();
  }

  void compare(Table<V> table, String what, Function<V, UUID> idOf, Findings findings) {
    if (table.failure() != null) {
      findings.fault("The read model cannot be read: " + table.failure());
      return;
    }
    Set<UUID> seen = new HashSet<>();
    for (V row : table.rows()) {
      UUID id = idOf.apply(row);
      List<V> told = states.get(id);
      if (!seen.add(id)) {
        continue; // it moved to the next page meanwhile
      }
      if (told == null) {
        findings.fault(what, id, "is in the read model, but no event tells of it");
      } else if (!told.contains(row)) {
        findings.fault(what, id, difference(row, told.get(told.size() - 1)));
      }
    }
    // In the order of insertion: the first ones were there at the mark.
    states.keySet().stream()
        .limit(atTheMark)
        .filter(id -> !seen.contains(id))
        .forEach(id -> findings.fault(what, id, "is missing in the read model"));
  }

  static String difference(Record row, Record told) {
    return Arrays.stream(row.getClass().getRecordComponents())
        .filter(field -> !Objects.equals(value(field, row), value(field, told)))
        .map(
            field ->
                "has the %s %s in the read model, the events make it %s"
                    .formatted(
                        field.getName(),
                        shortened(value(field, row)),
                        shortened(value(field, told))))
        .collect(Collectors.joining("; "));
  }

  private static Object value(RecordComponent field, Record record) {
    try {
      return String.valueOf(field.getAccessor().invoke(record));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + " cannot be looked into", e);
    }
  }

  private static String shortened(Object value) {
    String text = value.toString();
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }
}
