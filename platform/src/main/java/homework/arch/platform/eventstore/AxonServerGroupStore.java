package homework.arch.platform.eventstore;

import homework.arch.platform.axon.Conflict;
import java.util.List;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/**
 * Axon's event store in Axon Server, with one transaction for all commands that end at the same
 * moment. They are durable before a batch of events commits what it has handled; Axon's own would
 * append the events of its commands after that, and lose them if it could not.
 */
final class AxonServerGroupStore extends AxonServerEventStore implements AutoCloseable {

  private final GroupAppender<EventMessage<?>> group;

  private AxonServerGroupStore(Builder builder) {
    super(builder);
    EventStorageEngine engine = storageEngine();
    group = new GroupAppender<>(engine::appendEvents, Conflict::isCauseOf);
  }

  @Override
  protected void prepareCommit(List<? extends EventMessage<?>> events) {
    group.append(List.copyOf(events));
  }

  @Override
  public void close() {
    group.close();
  }

  static final class Builder extends AxonServerEventStore.Builder {

    @Override
    public AxonServerGroupStore build() {
      super.build(); // it is what makes the storage engine
      return new AxonServerGroupStore(this);
    }
  }
}
