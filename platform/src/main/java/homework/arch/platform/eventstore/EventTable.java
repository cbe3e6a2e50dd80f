package homework.arch.platform.eventstore;

import homework.arch.platform.ProcessorDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The statements on the table of events: one to append however many, and those to read on. */
final class EventTable {

  private static final String APPEND =
      """
      insert into event_store.domain_event (event_identifier, aggregate_identifier, sequence_number,
        type, time_stamp, payload_type, payload_revision, payload, meta_data)
      select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
        ?::text[], ?::bytea[], ?::bytea[])
      returning global_index, event_identifier""";

  private static final String SELECT =
      "select global_index, " + StoredEvent.COLUMNS + " from event_store.domain_event ";

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
  record Read(long index, DomainEventData<byte[]> event) {

    static Read of(ResultSet row, int number) throws SQLException {
      return new Read(row.getLong("global_index"), StoredEvent.of(row));
    }
  }

  private final JdbcClient jdbc;

  EventTable(ProcessorDatabase database) {
    this.jdbc = database.client();
  }

  /** Appends the events in one statement, and returns their places in the stream. */
  List<Long> append(List<Row> rows) {
    return jdbc.sql(APPEND)
        .params(
            texts(rows, row -> row.event().getIdentifier()),
            texts(rows, row -> row.event().getAggregateIdentifier()),
            column("bigint", rows, row -> row.event().getSequenceNumber(), Long[]::new),
            texts(rows, row -> row.event().getType()),
            texts(rows, row -> DateTimeUtils.formatInstant(row.event().getTimestamp())),
            texts(rows, row -> row.payload().getType().getName()),
            texts(rows, row -> row.payload().getType().getRevision()),
            column("bytea", rows, row -> row.payload().getData(), byte[][]::new),
            column("bytea", rows, Row::metaData, byte[][]::new))
        .query(
            (inserted, i) -> {
              if (!rows.get(i).event().getIdentifier().equals(inserted.getString(2))) {
                throw new IllegalStateException(
                    "rows were not inserted in the order in which they were given");
              }
              return inserted.getLong(1);
            })
        .list();
  }

  private static SqlArrayValue texts(List<Row> rows, Function<Row, @Nullable String> value) {
    return column("text", rows, value, String[]::new);
  }

  private static <T extends @Nullable Object> SqlArrayValue column(
      String type, List<Row> rows, Function<Row, T> value, IntFunction<T[]> array) {
    return new SqlArrayValue(type, (Object[]) rows.stream().map(value).toArray(array));
  }

  /** The places of the events after this one. */
  List<Long> indexesAfter(long index, int limit) {
    return jdbc.sql(
            """
            select global_index from event_store.domain_event
            where global_index > ? order by global_index limit ?""")
        .params(index, limit)
        .query((row, number) -> row.getLong(1))
        .list();
  }

  List<Read> eventsAfter(long index, int limit) {
    return jdbc.sql(SELECT + "where global_index > ? order by global_index limit ?")
        .params(index, limit)
        .query(Read::of)
        .list();
  }

  List<Read> eventsAt(Collection<Long> indexes) {
    return jdbc.sql(SELECT + "where global_index = any(?) order by global_index")
        .params(new SqlArrayValue("bigint", indexes.toArray()))
        .query(Read::of)
        .list();
  }

  /** The last place in the stream; -1 in an empty one, whose processors have seen all then. */
  long head() {
    return jdbc.sql("select coalesce(max(global_index), -1) from event_store.domain_event")
        .query(Long.class)
        .single();
  }
}
