package homework.arch.platform.commands;

import homework.arch.platform.deadletters.DeadLetteringInvoker;
import java.util.Set;
import java.util.function.Function;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.NoCache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What is new is inserted without looking for it first. If it was there after all, the event store
 * refuses the insert, the work is tried again, and then it looks.
 */
public final class InsertFirst {

  private InsertFirst() {}

  /** Whether what the current unit of work makes has to be looked for. */
  public static boolean mustLook() {
    return CurrentUnitOfWork.get().root().resources().containsKey(DeadLetteringInvoker.AGAIN);
  }

  /**
   * Configures an aggregate that is not looked for by the commands that make it. It has no
   * snapshots.
   *
   * @param target the aggregate's id in a command
   * @param cache of aggregates, or null for none
   * @param creating the commands that make one
   */
  public static <T, C> AggregateConfigurer<T> aggregate(
      Class<T> type,
      Class<C> commands,
      Function<C, ?> target,
      @Nullable Cache cache,
      Class<?>... creating) {
    Set<Class<?>> creates = Set.of(creating);
    Cache used = cache == null ? NoCache.INSTANCE : cache;
    return withTarget(AggregateConfigurer.defaultConfiguration(type), commands, target)
        .configureRepository(axon -> new Repository<>(type, axon, used, creates));
  }

  /** Axon's own way looks for annotations in each command. */
  public static <T, C> AggregateConfigurer<T> withTarget(
      AggregateConfigurer<T> aggregate, Class<C> commands, Function<C, ?> target) {
    return aggregate.configureCommandTargetResolver(
        axon ->
            command ->
                new VersionedAggregateIdentifier(
                    (Object) target.apply(commands.cast(command.getPayload())).toString(), null));
  }

  private static final class Repository<T> extends CachingEventSourcingRepository<T> {

    /** Axon then creates the aggregate. It is thrown for each order, and nobody reads its trace. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final AggregateNotFoundException NEW =
        new AggregateNotFoundException("any", "It is taken to be new.");

    private final EventStore events;
    private final Cache cache;
    private final Set<Class<?>> creating;

    Repository(Class<T> type, Configuration axon, Cache cache, Set<Class<?>> creating) {
      super(
          EventSourcingRepository.builder(type)
              .parameterResolverFactory(axon.parameterResolverFactory())
              .handlerDefinition(axon.handlerDefinition(type))
              .eventStore(axon.eventStore())
              .cache(cache)
              .repositoryProvider(axon::repository));
      this.events = axon.eventStore();
      this.cache = cache;
      this.creating = creating;
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String id, @Nullable Long expectedVersion) {
      if (creating.contains(CurrentUnitOfWork.get().getMessage().getPayloadType())
          && !mustLook()
          && cache.get(id) == null) {
        throw NEW;
      }
      return super.doLoadWithLock(id, expectedVersion);
    }

    /** From its first event: there are no snapshots to look for. */
    @Override
    protected DomainEventStream readEvents(String id) {
      return events.readEvents(id, 0);
    }
  }
}
