package homework.arch.platform.axon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.EventProcessingConfiguration;
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

  /**
   * @param schema the service's schema
   */
  public EventProcessors(String schema) {
    this.schema = schema;
  }

  /**
   * Registers a tracking event processor that starts at the beginning of the stream: what happened
   * before its first start counts as well.
   *
   * @param threads how many segments are worked on at the same time
   */
  public void register(Configurer configurer, String processor, int threads) {
    names.add(processor);
    register(
        configurer,
        processor,
        this::tokenStore,
        TrackingEventProcessorConfiguration.forParallelProcessing(threads)
            .andInitialTrackingToken(StreamableMessageSource::createTailToken)
            .andTokenClaimInterval(LOOK_FOR_SEGMENTS_MS, TimeUnit.MILLISECONDS));
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
        TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
            .andInitialTrackingToken(StreamableMessageSource::createHeadToken));
  }

  private static void register(
      Configurer configurer,
      String processor,
      Function<Configuration, TokenStore> tokenStore,
      TrackingEventProcessorConfiguration settings) {
    configurer
        .eventProcessing()
        .registerTokenStore(processor, tokenStore)
        .registerEventProcessor(
            processor,
            (name, axon, invoker) -> {
              EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
              return new SteadyEventProcessor(
                  TrackingEventProcessor.builder()
                      .name(name)
                      .eventHandlerInvoker(invoker)
                      .rollbackConfiguration(processing.rollbackConfiguration(name))
                      .errorHandler(processing.errorHandler(name))
                      .messageMonitor(processing.messageMonitor(TrackingEventProcessor.class, name))
                      .messageSource(axon.eventStore())
                      .tokenStore(processing.tokenStore(name))
                      .transactionManager(processing.transactionManager(name))
                      .trackingEventProcessorConfiguration(settings.andBatchSize(BATCH_SIZE))
                      .spanFactory(axon.getComponent(EventProcessorSpanFactory.class)));
            });
  }

  String schema() {
    return schema;
  }

  /** The processors that the service's processes share. */
  List<String> names() {
    return List.copyOf(names);
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
