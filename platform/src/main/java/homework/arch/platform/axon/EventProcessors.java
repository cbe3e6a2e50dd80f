package homework.arch.platform.axon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The event processors of one service. Their tokens and sagas are kept in the service's own schema,
 * in the same transaction as what the processor writes. Several processes of the service share
 * them, see {@link SegmentBalance}.
 */
public final class EventProcessors {

  /**
   * Events a transaction. Bigger batches share the cost of a commit; smaller ones answer sooner.
   */
  private static final int BATCH_SIZE = 100;

  /** How often a process looks for segments that nobody works on. */
  private static final long LOOK_FOR_SEGMENTS_MS = 1_000;

  /**
   * When a segment whose process says nothing is taken over by another. Far above the second in
   * which a live process renews its claim.
   */
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(7);

  private final String schema;
  private final List<String> names = new ArrayList<>();
  private final Map<String, DeadLetters> deadLetters = new ConcurrentHashMap<>();
  private final Map<String, Compensation> compensations = new ConcurrentHashMap<>();
  private volatile boolean autoStart = true;

  /**
   * @param schema the service's schema
   */
  public EventProcessors(String schema) {
    this.schema = schema;
  }

  /**
   * Registers a tracking event processor for a projection. It starts at the beginning of the
   * stream: what happened before its first start counts as well.
   */
  public void registerProjection(Configurer configurer, String processor) {
    register(
        configurer,
        processor,
        1,
        (axon, handlers) -> {
          TransactionTemplate transaction =
              new TransactionTemplate(axon.getComponent(PlatformTransactionManager.class));
          transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
          return parking(processor, axon, handlers, handling -> runIn(transaction, handling));
        });
  }

  /**
   * Registers a tracking event processor for a saga or an automation, from the beginning of the
   * stream as well.
   *
   * @param threads how many segments are worked on at the same time
   * @param compensation what is done instead of an event that is given up
   */
  public void registerProcess(
      Configurer configurer, String processor, int threads, Compensation compensation) {
    compensations.put(processor, compensation);
    register(
        configurer,
        processor,
        threads,
        (axon, handlers) -> parking(processor, axon, handlers, null));
  }

  private void register(
      Configurer configurer,
      String processor,
      int threads,
      BiFunction<Configuration, EventHandlerInvoker, EventHandlerInvoker> invoker) {
    names.add(processor);
    register(
        configurer,
        processor,
        this::tokenStore,
        invoker,
        TrackingEventProcessorConfiguration.forParallelProcessing(threads)
            .andInitialTrackingToken(StreamableMessageSource::createTailToken)
            .andTokenClaimInterval(LOOK_FOR_SEGMENTS_MS, TimeUnit.MILLISECONDS));
  }

  private ParkingInvoker parking(
      String processor,
      Configuration axon,
      EventHandlerInvoker handlers,
      ParkingInvoker.@Nullable Apart apart) {
    DeadLetters letters = new DeadLetters(schema, processor, handlers, axon);
    deadLetters.put(processor, letters);
    return new ParkingInvoker(
        handlers, letters, axon.getComponent(TransactionManager.class), apart);
  }

  private static void runIn(TransactionTemplate transaction, ParkingInvoker.Handling handling)
      throws Exception {
    Exception[] failure = new Exception[1];
    transaction.executeWithoutResult(
        status -> {
          try {
            handling.run();
          } catch (Exception e) {
            failure[0] = e;
            status.setRollbackOnly();
          }
        });
    if (failure[0] != null) {
      throw failure[0];
    }
  }

  /**
   * Registers an event processor that every process runs for itself, from the moment it starts: for
   * what is only told on to callers of this process.
   */
  public void registerListener(Configurer configurer, String processor) {
    register(
        configurer,
        processor,
        c -> new InMemoryTokenStore(),
        (axon, handlers) -> handlers,
        TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
            .andInitialTrackingToken(StreamableMessageSource::createHeadToken));
  }

  private void register(
      Configurer configurer,
      String processor,
      Function<Configuration, TokenStore> tokenStore,
      BiFunction<Configuration, EventHandlerInvoker, EventHandlerInvoker> invoker,
      TrackingEventProcessorConfiguration settings) {
    configurer
        .eventProcessing()
        .registerTokenStore(processor, tokenStore)
        .registerEventProcessor(
            processor,
            (name, axon, handlers) -> {
              EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
              return new SteadyEventProcessor(
                  TrackingEventProcessor.builder()
                      .name(name)
                      .eventHandlerInvoker(invoker.apply(axon, handlers))
                      .rollbackConfiguration(processing.rollbackConfiguration(name))
                      .errorHandler(processing.errorHandler(name))
                      .messageMonitor(processing.messageMonitor(TrackingEventProcessor.class, name))
                      .messageSource(axon.eventStore())
                      .tokenStore(processing.tokenStore(name))
                      .transactionManager(processing.transactionManager(name))
                      .trackingEventProcessorConfiguration(
                          settings.andBatchSize(BATCH_SIZE).andAutoStart(autoStart))
                      .spanFactory(axon.getComponent(EventProcessorSpanFactory.class)));
            });
  }

  /** They do not start by themselves in this process. */
  void leaveToOthers() {
    autoStart = false;
  }

  String schema() {
    return schema;
  }

  /** The processors that the service's processes share. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** What its processors could not handle. */
  Collection<DeadLetters> deadLetters() {
    return deadLetters.values();
  }

  Compensation compensation(String processor) {
    return compensations.getOrDefault(processor, Compensation.NONE);
  }

  /** A store for sagas in the service's schema. */
  public SagaStore<Object> sagaStore(Configuration axon) {
    return JdbcSagaStore.builder()
        .connectionProvider(axon.getComponent(ConnectionProvider.class))
        .serializer(axon.serializer())
        .sqlSchema(
            new PostgresSagaSqlSchema(
                SagaSchema.builder()
                    .sagaEntryTable(schema + ".saga")
                    .associationValueEntryTable(schema + ".saga_association")
                    .sagaIdColumn("saga_id")
                    .sagaTypeColumn("saga_type")
                    .revisionColumn("revision")
                    .serializedSagaColumn("serialized_saga")
                    .associationKeyColumn("association_key")
                    .associationValueColumn("association_value")
                    .build()))
        .build();
  }

  private TokenStore tokenStore(Configuration axon) {
    return JdbcTokenStore.builder()
        .connectionProvider(axon.getComponent(ConnectionProvider.class))
        .serializer(axon.serializer())
        .claimTimeout(CLAIM_TIMEOUT)
        .schema(
            TokenSchema.builder()
                .setTokenTable(schema + ".token")
                .setProcessorNameColumn("processor_name")
                .setTokenColumn("token")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("time_stamp")
                .build())
        .build();
  }
}
