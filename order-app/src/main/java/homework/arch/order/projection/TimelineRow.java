package homework.arch.order.projection;

import homework.arch.api.order.TimelineView;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@SuppressWarnings("UnusedVariable") // some columns are only for queries
@Table(schema = "orders", name = "timeline")
class TimelineRow {

  @Id private String eventId;
  private UUID orderId;
  private long streamPosition;
  private Instant happenedAt;
  private String service;
  private String event;
  private String detail;

  protected TimelineRow() {}

  TimelineView.Entry toEntry() {
    return new TimelineView.Entry(happenedAt, service, event, detail);
  }
}
