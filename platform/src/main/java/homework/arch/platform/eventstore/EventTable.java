package homework.arch.platform.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The statements on the table of events: one to append however many, one to look at its end. */
final class EventTable {

  private static final String APPEND =
      """
      insert into event_store.domain_event (event_identifier, aggregate_identifier, sequence_number,
        type, time_stamp, payload_type, payload_revision, payload, meta_data)
      select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
        ?::text[], ?::bytea[], ?::bytea[])
      returning global_index, event_identifier""";

  private static final String FROM = " from event_store.domain_event where global_index ";
  private static final String ROW = "global_index, " + StoredEvent.COLUMNS;

  /** An event as it is written. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(DomainEventMessage<?> event, SerializedObject<byte[]> payload, byte[] metaData) {

    static Row of(EventMessage<?> message, Serializer json) {
      DomainEventMessage<?> event = (DomainEventMessage<?>) message; // aggregates' and streams'
      return new Row(
          event,
          event.serializePayload(json, byte[].class),
          event.serializeMetaData(json, byte[].class).getData());
    }
  }

  /** An event as it was read. */
  record Read(long index, StoredEvent event) {}

  private EventTable() {}

  /** Appends the events in one statement, and returns their places in the stream. */
  static long[] append(Connection connection, List<Row> rows) throws SQLException {
    long[] indexes = new long[rows.size()];
    try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
      setTexts(insert, 1, rows, row -> row.event().getIdentifier());
      setTexts(insert, 2, rows, row -> row.event().getAggregateIdentifier());
      set(insert, 3, "bigint", rows, row -> row.event().getSequenceNumber(), Long[]::new);
      setTexts(insert, 4, rows, row -> row.event().getType());
      setTexts(insert, 5, rows, row -> DateTimeUtils.formatInstant(row.event().getTimestamp()));
      setTexts(insert, 6, rows, row -> row.payload().getType().getName());
      setTexts(insert, 7, rows, row -> row.payload().getType().getRevision());
      set(insert, 8, "bytea", rows, row -> row.payload().getData(), byte[][]::new);
      set(insert, 9, "bytea", rows, Row::metaData, byte[][]::new);
      try (ResultSet result = insert.executeQuery()) {
        for (int i = 0; result.next(); i++) {
          if (!rows.get(i).event().getIdentifier().equals(result.getString(2))) {
            throw new SQLException("rows were not inserted in the order in which they were given");
          }
          indexes[i] = result.getLong(1);
        }
      }
    }
    return indexes;
  }

  private static void setTexts(
      PreparedStatement statement,
      int parameter,
      List<Row> rows,
      Function<Row, @Nullable String> column)
      throws SQLException {
    set(statement, parameter, "text", rows, column, String[]::new);
  }

  private static <T extends @Nullable Object> void set(
      PreparedStatement statement,
      int parameter,
      String type,
      List<Row> rows,
      Function<Row, T> column,
      IntFunction<T[]> array)
      throws SQLException {
    Object[] values = rows.stream().map(column).toArray(array);
    statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
  }

  /** The places of the events after this one. */
  static List<Long> indexesAfter(Connection connection, long index, int limit) throws SQLException {
    List<Long> indexes = new ArrayList<>();
    try (PreparedStatement statement = after("global_index", connection, index, limit);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        indexes.add(result.getLong(1));
      }
    }
    return indexes;
  }

  static List<Read> eventsAfter(Connection connection, long index, int limit) throws SQLException {
    try (PreparedStatement statement = after(ROW, connection, index, limit)) {
      return read(statement);
    }
  }

  private static PreparedStatement after(
      String columns, Connection connection, long index, int limit) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "select " + columns + FROM + "> ? order by global_index limit ?");
    statement.setLong(1, index);
    statement.setInt(2, limit);
    return statement;
  }

  static List<Read> eventsAt(Connection connection, Collection<Long> indexes) throws SQLException {
    String sql = "select " + ROW + FROM + "= any(?) order by global_index";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("bigint", indexes.toArray()));
      return read(statement);
    }
  }

  private static List<Read> read(PreparedStatement statement) throws SQLException {
    List<Read> events = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        events.add(new Read(row.getLong("global_index"), StoredEvent.of(row)));
      }
    }
    return events;
  }

  /** The last place in the stream; -1 in an empty one, whose processors have seen all then. */
  static long head(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select coalesce(max(global_index), -1) from event_store.domain_event");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }
}
