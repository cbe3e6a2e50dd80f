package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.billing.AccountCommand;
import homework.arch.order.process.OrderSaga;
import homework.arch.platform.axon.Spans;
import homework.arch.platform.commands.LocalCommandBus;
import homework.arch.platform.eventstore.PostgresEventStorageEngine;
import homework.arch.platform.processors.StatelessSagaRepository;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.SagaConfiguration;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Which of Axon's parts are in use: without the right ones it falls back, and says nothing. */
class AxonPartsIT extends InOneJvm {

  /** Each processor, and the schema of the service that it belongs to. */
  private static final Map<String, String> PROCESSORS =
      Map.of(
          "user-projection", "users",
          "user-erasure", "users",
          "key-destruction", "users",
          "account-opening", "billing",
          "account-projection", "billing",
          "order-saga", "orders",
          "order-projection", "orders",
          "order-timeline", "orders",
          "notification-projection", "notifications");

  /** What every process runs for itself, and forgets. */
  private static final List<String> LISTENERS = List.of("order-news", "address-book");

  @Autowired private ApplicationContext context;
  @Autowired private Configuration axon;
  @Autowired private Cache aggregateCache;

  /** Between the two a replay may have set it back. */
  @Test
  void whoHasLostItsClaimStoresNoTokenAlsoWhereNobodyElseHasTakenIt() {
    TokenStore tokens = processing.tokenStore("user-projection");
    TrackingToken token = new GlobalSequenceTrackingToken(7);
    tokens.initializeTokenSegments("probe", 1);
    try {
      tokens.fetchToken("probe", 0);
      tokens.storeToken(token, "probe", 0);
      tokens.releaseClaim("probe", 0);

      assertThatExceptionOfType(UnableToClaimTokenException.class)
          .isThrownBy(() -> tokens.storeToken(token, "probe", 0));

      assertThat(tokens.fetchToken("probe", 0)).isEqualTo(token);
      tokens.storeToken(new GlobalSequenceTrackingToken(8), "probe", 0);
    } finally {
      jdbc.sql("delete from users.token where processor_name = 'probe'").update();
    }
  }

  @Test
  void usesSpringTransactionsAndJdbcStores() {
    assertThat(context.getBean(TransactionManager.class))
        .isInstanceOf(SpringTransactionManager.class);
    assertThat(context.getBean(EventStore.class)).isInstanceOf(EmbeddedEventStore.class);
    assertThat(context.getBean(EventStorageEngine.class))
        .isInstanceOf(PostgresEventStorageEngine.class);
    assertThat(context.getBean(CommandBus.class)).isInstanceOf(LocalCommandBus.class);
    assertThat(context.getBeansOfType(Serializer.class).values())
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s).isInstanceOf(Jackson3Serializer.class));
  }

  /** What they let through is in MessageJsonTest; this is about who uses which of them. */
  @Test
  void readsNoClassThatIsNotKnown() {
    SerializedType foreign = new SimpleSerializedType(HashMap.class.getName(), null);
    for (Serializer strict : List.of(axon.serializer(), axon.messageSerializer())) {
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> strict.classForType(foreign))
          .withMessageContaining(HashMap.class.getName());
    }
    assertThat(axon.eventSerializer().classForType(foreign)).isEqualTo(UnknownSerializedType.class);
  }

  /** An account made from it would be an empty one. */
  @Test
  void aSnapshotOfAForeignClassIsNoAccount() {
    String userId = api().userWith("100");
    String accountId = AccountCommand.accountId(UUID.fromString(userId));
    jdbc.sql(
            """
            insert into event_store.snapshot (event_identifier, aggregate_identifier,
              sequence_number, type, payload_type, payload, meta_data, time_stamp)
            select gen_random_uuid(), aggregate_identifier, sequence_number, type,
              'java.util.HashMap', '{}', '{}', time_stamp
            from event_store.domain_event where aggregate_identifier = ?
            order by sequence_number desc limit 1""")
        .param(accountId)
        .update();
    aggregateCache.remove(accountId);
    assertThat(api().withdraw(userId, "40").expect(201).money("balance"))
        .isEqualByComparingTo("60");
  }

  /** Beside another scheduler Spring Boot makes none, and Spring would use that one's thread. */
  @Test
  void doesWhatIsDoneEverySecondOnAThreadOfItsOwn() {
    ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
    assertThat(scheduler.getThreadNamePrefix()).isEqualTo("every-second-");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> scheduler.getScheduledThreadPoolExecutor().getCompletedTaskCount() > 1);
  }

  @Test
  void keepsTheTokensOfEachProcessorInTheSchemaOfItsService() {
    Set<String> shared = new HashSet<>(processing.eventProcessors().keySet());
    for (String listener : LISTENERS) {
      assertThat(shared.remove(listener)).isTrue();
      assertThat(processing.tokenStore(listener)).isInstanceOf(InMemoryTokenStore.class);
    }
    assertThat(shared).containsExactlyInAnyOrderElementsOf(PROCESSORS.keySet());
    PROCESSORS.forEach(
        (processor, schema) -> {
          assertThat(processing.eventProcessor(processor))
              .containsInstanceOf(TrackingEventProcessor.class);
          assertThat(processing.tokenStore(processor)).isInstanceOf(JdbcTokenStore.class);
          assertThat(processing.errorHandler(processor))
              .isInstanceOf(PropagatingErrorHandler.class);
          assertThat(processing.listenerInvocationErrorHandler(processor))
              .isInstanceOf(PropagatingErrorHandler.class);
          assertThat(
                  jdbc.sql(
                          "select count(*) from %s.token where processor_name = ?"
                              .formatted(schema))
                      .param(processor)
                      .query(Integer.class)
                      .single())
              .isPositive();
        });
  }

  @Test
  void keepsNoSagas() {
    SagaConfiguration<?> saga =
        processing.sagaConfigurations().stream()
            .filter(configuration -> configuration.type() == OrderSaga.class)
            .findFirst()
            .orElseThrow();
    assertThat(saga.repository()).isInstanceOf(StatelessSagaRepository.class);
    assertThat(saga.listenerInvocationErrorHandler()).isInstanceOf(PropagatingErrorHandler.class);
    assertThat(jdbc.sql("select count(*) from orders.saga").query(Integer.class).single()).isZero();
  }

  @Test
  void keepsNothingAsLargeObjects() {
    api().userWith("1");
    assertThat(
            jdbc.sql(
                    """
                    select table_schema || '.' || table_name || '.' || column_name
                    from information_schema.columns
                    where data_type in ('oid', 'lo') and table_schema not in
                      ('pg_catalog', 'information_schema')""")
                .query(String.class)
                .list())
        .isEmpty();
    assertThat(
            jdbc.sql("select count(*) from pg_largeobject_metadata").query(Integer.class).single())
        .isZero();
  }

  /** Not even something that does nothing. */
  @Test
  void nothingTracesWhereNoCollectorIsNamed() {
    assertThat(context.getBeanNamesForType(Tracer.class)).isEmpty();
    assertThat(context.getBeanNamesForType(Spans.class)).isEmpty();
    assertThat(axon.correlationDataProviders())
        .singleElement()
        .isExactlyInstanceOf(MessageOriginProvider.class);
  }

  @Test
  void hasNoTableThatAMigrationDidNotMake() {
    assertThat(
            jdbc.sql(
                    """
                    select table_schema from information_schema.tables
                    where table_schema not in ('pg_catalog', 'information_schema')
                    group by table_schema order by table_schema""")
                .query(String.class)
                .list())
        .isEqualTo(
            List.of("billing", "event_store", "notifications", "operator_log", "orders", "users"));
  }
}
