package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;

/**
 * A statement of a projection for all rows that a batch of events gives it: {@code insert … select
 * * from unnest(…)}, or an update of that form. The rows are gathered while the events are handled
 * and written before the batch commits, so a batch costs as much as an event.
 *
 * @param <T> what a row is made of
 */
public final class BatchedWrite<T> {

  private static final String GATHERED = BatchedWrite.class.getName();

  private record Column<T>(String type, Function<T, ?> value) {}

  private final ProcessorDatabase database;
  private final int turn;
  private final String sql;
  private final Function<T, ?> key;
  private final boolean mustFind;
  private final List<Column<T>> columns = new ArrayList<>();

  private BatchedWrite(
      ProcessorDatabase database, int turn, String sql, Function<T, ?> key, boolean mustFind) {
    this.database = database;
    this.turn = turn;
    this.sql = sql;
    this.key = key;
    this.mustFind = mustFind;
  }

  /**
   * New rows, written before all updates. Those that are there already must be left as they are.
   *
   * @param sql with a parameter, an array, for each column
   * @param key of two rows with the same one the later counts
   */
  public static <T> BatchedWrite<T> insert(
      ProcessorDatabase database, String sql, Function<T, ?> key) {
    return new BatchedWrite<>(database, 0, sql, key, false);
  }

  /** Changes of rows, each of which must be there. */
  public static <T> BatchedWrite<T> update(
      ProcessorDatabase database, String sql, Function<T, ?> key) {
    return new BatchedWrite<>(database, 1, sql, key, true);
  }

  /**
   * @param type PostgreSQL's type
   */
  public BatchedWrite<T> with(String type, Function<T, ? extends @Nullable Object> value) {
    columns.add(new Column<>(type, value));
    return this;
  }

  /** Adds a row to those of the current batch. */
  public void add(T row) {
    gathered().computeIfAbsent(this, statement -> new LinkedHashMap<>()).put(key.apply(row), row);
  }

  private static Map<BatchedWrite<?>, Map<Object, Object>> gathered() {
    UnitOfWork<?> batch = CurrentUnitOfWork.get().root();
    return batch.getOrComputeResource(
        GATHERED,
        key -> {
          Map<BatchedWrite<?>, Map<Object, Object>> rows = new LinkedHashMap<>();
          batch.onPrepareCommit(
              end ->
                  rows.entrySet().stream()
                      .sorted(Comparator.comparing(entry -> entry.getKey().turn))
                      .forEach(entry -> entry.getKey().write(entry.getValue().values())));
          return rows;
        });
  }

  @SuppressWarnings("unchecked") // rows come by add
  private void write(Iterable<Object> rows) {
    List<T> all = new ArrayList<>();
    rows.forEach(row -> all.add((T) row));
    Integer found =
        database
            .template()
            .execute(
                (ConnectionCallback<Integer>)
                    connection -> {
                      try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        int parameter = 1;
                        for (Column<T> column : columns) {
                          statement.setArray(
                              parameter++,
                              connection.createArrayOf(
                                  column.type(), all.stream().map(column.value()).toArray()));
                        }
                        return statement.executeUpdate();
                      }
                    });
    if (mustFind && (found == null || found != all.size())) {
      throw new IllegalStateException(
          "%s of %d rows to change are there".formatted(found, all.size()));
    }
  }
}
