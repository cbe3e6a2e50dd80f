package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * What a projection writes into a table, in one statement for all rows that a batch of events gives
 * it. The rows are gathered while the events are handled and written before the batch commits, so a
 * batch costs as much as an event. What is handled apart from its batch is written apart as well.
 *
 * @param <T> what a row is made of
 */
public final class BatchedWrite<T> {

  private static final String GATHERED = BatchedWrite.class.getName();

  private record Column<T>(String name, String type, Function<T, ?> value) {}

  private final ProcessorDatabase database;
  private final String table;
  private final Function<T, ?> key;
  private final boolean isNew;
  private final List<Column<T>> columns = new ArrayList<>();

  private BatchedWrite(
      ProcessorDatabase database, String table, Function<T, ?> key, boolean isNew) {
    this.database = database;
    this.table = table;
    this.key = key;
    this.isNew = isNew;
  }

  /**
   * New rows, written before all changes. Those that are there already are left as they are.
   *
   * @param key of two rows with the same one the earlier counts
   */
  public static <T> BatchedWrite<T> insert(
      ProcessorDatabase database, String table, Function<T, ?> key) {
    return new BatchedWrite<>(database, table, key, true);
  }

  /**
   * Changes of rows, each of which must be there; the first column is the one that finds it.
   *
   * @param key of two rows with the same one the later counts
   */
  public static <T> BatchedWrite<T> update(
      ProcessorDatabase database, String table, Function<T, ?> key) {
    return new BatchedWrite<>(database, table, key, false);
  }

  /**
   * @param type PostgreSQL's type
   */
  public BatchedWrite<T> with(
      String column, String type, Function<T, ? extends @Nullable Object> value) {
    columns.add(new Column<>(column, type, value));
    return this;
  }

  /** Adds a row to those of the current batch. */
  public void add(T row) {
    Map<Object, Object> rows = gathered().computeIfAbsent(this, write -> new LinkedHashMap<>());
    if (isNew) {
      rows.putIfAbsent(key.apply(row), row); // as in the table
    } else {
      rows.put(key.apply(row), row);
    }
  }

  private static Map<BatchedWrite<?>, Map<Object, Object>> gathered() {
    UnitOfWork<?> batch = CurrentUnitOfWork.get();
    return batch.getOrComputeResource(
        GATHERED,
        key -> {
          Map<BatchedWrite<?>, Map<Object, Object>> rows = new LinkedHashMap<>();
          batch.onPrepareCommit(
              end ->
                  rows.entrySet().stream()
                      .sorted(Comparator.comparing(entry -> !entry.getKey().isNew))
                      .forEach(entry -> entry.getKey().write(entry.getValue().values())));
          return rows;
        });
  }

  @SuppressWarnings("unchecked") // rows come by add
  private void write(Collection<Object> rows) {
    List<SqlArrayValue> values =
        columns.stream()
            .map(
                column ->
                    new SqlArrayValue(
                        column.type(),
                        rows.stream().map(row -> column.value().apply((T) row)).toArray()))
            .toList();
    int found = database.client().sql(sql()).params(values).update();
    if (!isNew && found != rows.size()) {
      throw new IllegalStateException(
          "%d of %d rows to change are there".formatted(found, rows.size()));
    }
  }

  private String sql() {
    String names = joined(columns, Column::name);
    String given =
        "unnest(%s) as given (%s)".formatted(joined(columns, c -> "?::" + c.type() + "[]"), names);
    if (isNew) {
      return "insert into %s (%s) select * from %s on conflict do nothing"
          .formatted(table, names, given);
    }
    String id = columns.get(0).name();
    String changes =
        joined(columns.subList(1, columns.size()), c -> c.name() + " = given." + c.name());
    return "update %1$s set %2$s from %3$s where %1$s.%4$s = given.%4$s"
        .formatted(table, changes, given, id);
  }

  private static <T> String joined(List<Column<T>> columns, Function<Column<T>, String> each) {
    return columns.stream().map(each).collect(Collectors.joining(", "));
  }
}
