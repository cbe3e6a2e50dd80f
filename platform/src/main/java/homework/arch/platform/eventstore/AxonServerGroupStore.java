package homework.arch.platform.eventstore;

import homework.arch.platform.axon.Conflict;
import homework.arch.platform.axon.Unavailable;
import java.util.List;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/**
 * Axon's event store in Axon Server, with one transaction for all commands that end at the same
 * moment, see {@link GroupAppender}.
 */
final class AxonServerGroupStore extends AxonServerEventStore implements AutoCloseable {

  private final GroupAppender<EventMessage<?>> group;

  private AxonServerGroupStore(Builder builder) {
    super(builder);
    EventStorageEngine engine = storageEngine();
    group =
        new GroupAppender<>(
            engine::appendEvents,
            failure -> Conflict.isCauseOf(failure) || !Unavailable.isCauseOf(failure));
  }

  @Override
  protected void prepareCommit(List<? extends EventMessage<?>> events) {
    group.append(List.copyOf(events));
  }

  @Override
  public DomainEventStream readEvents(String stream) {
    return new Whole(super.readEvents(stream));
  }

  @Override
  public DomainEventStream readEvents(String stream, long firstSequenceNumber) {
    return new Whole(super.readEvents(stream, firstSequenceNumber));
  }

  @Override
  public void close() {
    group.close();
  }

  /**
   * To the connector a thread that is interrupted, as a step of a process that takes too long is,
   * has come to the end of the stream. What is decided on half of the events must not be stored.
   */
  record Whole(DomainEventStream events) implements DomainEventStream {

    @Override
    public boolean hasNext() {
      boolean hasNext = events.hasNext();
      if (!hasNext && Thread.currentThread().isInterrupted()) {
        throw new EventStoreException("interrupted while events were read");
      }
      return hasNext;
    }

    @Override
    public DomainEventMessage<?> next() {
      return events.next();
    }

    @Override
    public DomainEventMessage<?> peek() {
      return events.peek();
    }

    @Override
    public Long getLastSequenceNumber() {
      return events.getLastSequenceNumber();
    }
  }

  static final class Builder extends AxonServerEventStore.Builder {

    @Override
    public AxonServerGroupStore build() {
      super.build(); // it is what makes the storage engine
      return new AxonServerGroupStore(this);
    }
  }
}
