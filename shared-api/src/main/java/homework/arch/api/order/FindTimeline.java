package homework.arch.api.order;

import homework.arch.api.Query;
import java.util.UUID;

/** What has happened to an order so far, or nothing if there is none; from its placing on. */
public record FindTimeline(UUID orderId) implements Query<TimelineView> {}
