package homework.arch.platform.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/** An event as it stands in a table: that of the event store, or one of dead letters. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredEvent(
    String id,
    String aggregate,
    long sequence,
    @Nullable String type,
    String time,
    String payloadType,
    @Nullable String revision,
    byte[] payload,
    byte[] metaData)
    implements DomainEventData<byte[]> {

  static final String COLUMNS =
      """
      event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
      payload_revision, payload, meta_data""";

  public static StoredEvent of(ResultSet row) throws SQLException {
    return new StoredEvent(
        row.getString("event_identifier"),
        row.getString("aggregate_identifier"),
        row.getLong("sequence_number"),
        row.getString("type"),
        row.getString("time_stamp"),
        row.getString("payload_type"),
        row.getString("payload_revision"),
        row.getBytes("payload"),
        row.getBytes("meta_data"));
  }

  @Override
  public String getEventIdentifier() {
    return id;
  }

  @Override
  public String getAggregateIdentifier() {
    return aggregate;
  }

  @Override
  public long getSequenceNumber() {
    return sequence;
  }

  @Override
  public @Nullable String getType() {
    return type;
  }

  @Override
  public Instant getTimestamp() {
    return DateTimeUtils.parseInstant(time);
  }

  @Override
  public SerializedObject<byte[]> getPayload() {
    return new SimpleSerializedObject<>(payload, byte[].class, payloadType, revision);
  }

  @Override
  public SerializedObject<byte[]> getMetaData() {
    return new SerializedMetaData<>(metaData, byte[].class);
  }
}
