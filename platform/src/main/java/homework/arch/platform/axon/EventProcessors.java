package homework.arch.platform.axon;

import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;

/**
 * The event processors of one service. Their tokens and sagas are kept in the service's own schema,
 * in the same transaction as what the processor writes.
 *
 * @param schema the service's schema
 */
public record EventProcessors(String schema) {

  /**
   * Events a transaction. Bigger batches share the cost of a commit; smaller ones answer sooner.
   */
  private static final int BATCH_SIZE = 100;

  /**
   * Registers a tracking event processor that starts at the beginning of the stream: what happened
   * before its first start counts as well.
   *
   * @param threads how many segments are worked on at the same time
   */
  public void register(Configurer configurer, String processor, int threads) {
    configurer
        .eventProcessing()
        .registerTokenStore(processor, this::tokenStore)
        .registerTrackingEventProcessor(
            processor,
            Configuration::eventStore,
            c ->
                TrackingEventProcessorConfiguration.forParallelProcessing(threads)
                    .andBatchSize(BATCH_SIZE)
                    .andInitialTrackingToken(StreamableMessageSource::createTailToken));
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
