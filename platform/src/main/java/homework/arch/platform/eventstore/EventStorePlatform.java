package homework.arch.platform.eventstore;

import homework.arch.platform.Migrations;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.axon.Cause;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.lifecycle.Phase;
import org.axonframework.serialization.Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonServerBusAutoConfiguration;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Where events are kept: in Axon Server, or else in PostgreSQL. */
@AutoConfiguration(before = {AxonAutoConfiguration.class, AxonServerBusAutoConfiguration.class})
@Import(UniqueStreams.class)
public class EventStorePlatform {

  /** Axon Server keeps the events, and hands them to the event processors. */
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "axon.axonserver.enabled",
      havingValue = "true",
      matchIfMissing = true)
  static class EventsInAxonServer {

    @Bean
    EventStore eventStore(
        AxonServerConfiguration settings,
        AxonServerConnectionManager connections,
        Serializer snapshotSerializer,
        @Qualifier("eventSerializer") Serializer eventSerializer,
        Configuration axon) {
      return new AxonServerGroupStore.Builder()
          .configuration(settings)
          .platformConnectionManager(connections)
          .messageMonitor(axon.messageMonitor(AxonServerEventStore.class, "eventStore"))
          .snapshotSerializer(snapshotSerializer)
          .eventSerializer(eventSerializer)
          .snapshotFilter(axon.snapshotFilter())
          .upcasterChain(axon.upcasterChain())
          .spanFactory(axon.getComponent(EventBusSpanFactory.class))
          .build();
    }

    @Bean
    Tail eventTail(EventStore eventStore) {
      return new AxonServerTail(eventStore);
    }

    /** After the event processors, and before the connections that it reads from. */
    @Bean
    ConfigurerModule endOfTheTail(ObjectProvider<Tail> tail) {
      return configurer ->
          configurer.onShutdown(Phase.OUTBOUND_EVENT_CONNECTORS, () -> tail.getObject().stop());
    }
  }

  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class EventsInPostgres {

    @Bean
    FlywayMigrationInitializer eventStoreMigrations(DataSource dataSource) {
      return Migrations.of("event_store", dataSource);
    }

    /** Its statements are transactions by themselves, or part of an event processor's. */
    @Bean
    PostgresEventStorageEngine eventStorageEngine(
        Serializer snapshotSerializer,
        @Qualifier("eventSerializer") Serializer eventSerializer,
        ConnectionProvider connectionProvider,
        ProcessorDatabase processorDatabase,
        Configuration axon) {
      return new PostgresEventStorageEngine(
          PostgresEventStorageEngine.builder()
              .schema(eventSchema())
              .eventSerializer(eventSerializer)
              .snapshotSerializer(snapshotSerializer)
              .upcasterChain(axon.upcasterChain())
              .snapshotFilter(axon.snapshotFilter())
              // Axon's own does not know PostgreSQL's exceptions, and a conflict would be a
              // failure.
              .persistenceExceptionResolver(
                  failure ->
                      Cause.sqlStates(failure)
                          .anyMatch(PSQLState.UNIQUE_VIOLATION.getState()::equals))
              .connectionProvider(connectionProvider)
              .transactionManager(NoTransactionManager.INSTANCE),
          processorDatabase);
    }

    private static EventSchema eventSchema() {
      return EventSchema.builder()
          .eventTable("event_store.domain_event")
          .snapshotTable("event_store.snapshot")
          .globalIndexColumn("global_index")
          .aggregateIdentifierColumn("aggregate_identifier")
          .sequenceNumberColumn("sequence_number")
          .typeColumn("type")
          .eventIdentifierColumn("event_identifier")
          .metaDataColumn("meta_data")
          .payloadColumn("payload")
          .payloadRevisionColumn("payload_revision")
          .payloadTypeColumn("payload_type")
          .timestampColumn("time_stamp")
          .build();
    }

    @Bean
    Tail eventTail(
        EventStore eventStore,
        PostgresEventStorageEngine storageEngine,
        ProcessorDatabase processorDatabase,
        @Qualifier("eventSerializer") Serializer eventSerializer,
        Configuration axon) {
      return new PostgresTail(
          eventStore, storageEngine, processorDatabase, eventSerializer, axon.upcasterChain());
    }
  }
}
