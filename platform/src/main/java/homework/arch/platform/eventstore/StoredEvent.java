package homework.arch.platform.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;

/** An event as it stands in a table: that of the event store, or one of dead letters. */
public final class StoredEvent {

  static final String COLUMNS =
      """
      event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
      payload_revision, payload, meta_data""";

  private StoredEvent() {}

  public static DomainEventData<byte[]> of(ResultSet row) throws SQLException {
    return new GenericDomainEventEntry<>(
        row.getString("type"),
        row.getString("aggregate_identifier"),
        row.getLong("sequence_number"),
        row.getString("event_identifier"),
        row.getString("time_stamp"),
        row.getString("payload_type"),
        row.getString("payload_revision"),
        row.getBytes("payload"),
        row.getBytes("meta_data"));
  }
}
