package homework.arch.api.order;

import java.time.Instant;
import java.util.List;

/**
 * @param entries what happened, in order
 */
public record TimelineView(List<Entry> entries) {

  /**
   * @param service where it happened, such as {@code billing-app}
   * @param event the name of the event, such as {@code AccountDebited}
   * @param detail one sentence that says what it was
   */
  public record Entry(Instant at, String service, String event, String detail) {}
}
