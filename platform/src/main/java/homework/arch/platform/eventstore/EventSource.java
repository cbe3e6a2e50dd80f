package homework.arch.platform.eventstore;

import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/** Where the event processors read events: the end of PostgreSQL's event store, or Axon Server. */
public record EventSource(StreamableMessageSource<TrackedEventMessage<?>> events) {}
