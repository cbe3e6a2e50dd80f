package homework.arch.platform.axon;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import homework.arch.platform.Migrations;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheManager;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.FailingDuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.JCacheAdapter;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.interceptors.TransactionManagingInterceptor;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Axon's parts as this project uses them, in place of those it would choose by itself: without
 * these beans it falls back to large objects, in-memory tokens or no transactions, and says
 * nothing.
 */
@AutoConfiguration(
    before = {
      AxonAutoConfiguration.class,
      TransactionAutoConfiguration.class,
      NoOpTransactionAutoConfiguration.class
    })
public class AxonPlatform {

  /** How many aggregates of each kind are held in memory. */
  private static final long CACHED_AGGREGATES = 50_000;

  /**
   * How many commands wait for a thread before more are refused: a few seconds' work, so that
   * nobody waits for an answer that would come too late.
   */
  private static final int WAITING_COMMANDS = 2_000;

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  TransactionManager axonTransactionManager(PlatformTransactionManager transactionManager) {
    return new SpringTransactionManager(transactionManager);
  }

  @Bean
  ConnectionProvider connectionProvider(DataSource dataSource) {
    return new UnitOfWorkAwareConnectionProviderWrapper(
        new SpringDataSourceConnectionProvider(dataSource));
  }

  /**
   * Axon's own resolver does not know PostgreSQL's exceptions, and a conflict would be a failure.
   */
  @Bean
  PersistenceExceptionResolver persistenceExceptionResolver() {
    return AxonPlatform::isUniqueViolation;
  }

  private static boolean isUniqueViolation(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && PSQLState.UNIQUE_VIOLATION.getState().equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  @Bean
  @Primary
  Serializer serializer(ObjectProvider<StoredType> stored) {
    return MessageJson.serializer(stored.stream().toList());
  }

  @Bean
  @Qualifier("eventSerializer")
  Serializer eventSerializer(ObjectProvider<StoredType> stored) {
    return MessageJson.eventSerializer(stored.stream().toList());
  }

  @Bean
  DuplicateCommandHandlerResolver duplicateCommandHandlerResolver() {
    return FailingDuplicateCommandHandlerResolver.instance();
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService commandExecutor(@Value("${arch.command-threads}") int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new CommandQueue(WAITING_COMMANDS),
        new AxonThreadFactory("commands"));
  }

  /**
   * Every command has a thread and a transaction of its own, as it has through Axon Server: one
   * that fails spoils no other, and no lock is held longer than one command takes.
   */
  @Bean(destroyMethod = "shutdown")
  @Qualifier("localSegment")
  AsynchronousCommandBus commandBus(
      TransactionManager transactions,
      DuplicateCommandHandlerResolver duplicates,
      ExecutorService commandExecutor,
      ScheduledExecutorService commandRetries,
      org.axonframework.config.Configuration axon) {
    AsynchronousCommandBus bus =
        new LocalCommandBus(
            AsynchronousCommandBus.builder()
                .duplicateCommandHandlerResolver(duplicates)
                .spanFactory(axon.getComponent(CommandBusSpanFactory.class))
                .messageMonitor(axon.messageMonitor(CommandBus.class, "commandBus")),
            commandExecutor,
            commandRetries);
    // Not by the builder: the bus never answers a command whose transaction it cannot start itself.
    bus.registerHandlerInterceptor(new TransactionManagingInterceptor<>(transactions));
    bus.registerHandlerInterceptor(
        new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
    return bus;
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService commandRetries() {
    return Executors.newSingleThreadScheduledExecutor(new AxonThreadFactory("command-retries"));
  }

  @Bean
  CommandGateway commandGateway(
      CommandBus commandBus, @Value("${arch.command-timeout}") Duration timeout) {
    return new BoundedCommandGateway(commandBus, timeout);
  }

  @Bean
  Retries retries(
      @Value("${arch.retries.first-pause}") Duration firstPause,
      @Value("${arch.retries.longest-pause}") Duration longestPause,
      @Value("${arch.retries.attempts}") int attempts) {
    return new Retries(firstPause, longestPause, attempts);
  }

  @Bean
  ProcessPlatform processPlatform(
      DataSource dataSource,
      JdbcClient jdbc,
      @Qualifier("messageSerializer") Serializer serializer,
      CommandGateway commandGateway,
      Clock clock,
      Retries retries,
      @Value("${arch.process-patience}") Duration patience,
      Executor applicationTaskExecutor) {
    return new ProcessPlatform(
        dataSource,
        jdbc,
        serializer,
        commandGateway,
        clock,
        retries,
        patience,
        applicationTaskExecutor);
  }

  @Bean
  WaitingEvents waitingEvents(List<EventProcessors> services, CommandGateway commandGateway) {
    return new WaitingEvents(services, commandGateway);
  }

  @Bean
  ParkedEndpoint parkedEndpoint(List<WaitingWork> work) {
    return new ParkedEndpoint(work);
  }

  @Bean
  WaitingWorkMetrics waitingWorkMetrics(List<WaitingWork> work) {
    return new WaitingWorkMetrics(work);
  }

  @Bean
  Answers answers(QueryGateway queryGateway, @Value("${arch.query-timeout}") Duration timeout) {
    return new Answers(queryGateway, timeout);
  }

  /** For what is done every second; retries have a thread of their own. */
  @Bean
  TaskScheduler taskScheduler() {
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setThreadNamePrefix("every-second-");
    return scheduler;
  }

  @Bean
  SegmentBalance segmentBalance(
      List<EventProcessors> services,
      EventProcessingConfiguration eventProcessing,
      JdbcClient jdbc) {
    return new SegmentBalance(services, eventProcessing, jdbc);
  }

  @Bean
  Replays replays(
      List<EventProcessors> services,
      EventProcessingConfiguration eventProcessing,
      TransactionManager transactions,
      JdbcClient jdbc) {
    return new Replays(services, eventProcessing, transactions, jdbc);
  }

  @Bean
  ProcessorLag processorLag(
      List<EventProcessors> services,
      EventStore eventStore,
      Serializer serializer,
      JdbcClient jdbc) {
    return new ProcessorLag(services, eventStore, serializer, jdbc);
  }

  @Bean
  LostEvents lostEvents(List<EventProcessors> services, ProcessorLag lag) {
    return new LostEvents(services, lag::measured);
  }

  @Bean
  ProcessorsEndpoint processorsEndpoint(
      List<EventProcessors> services,
      EventProcessingConfiguration eventProcessing,
      ProcessorLag lag,
      Replays replays) {
    return new ProcessorsEndpoint(services, eventProcessing, lag, replays);
  }

  @Bean
  UniqueStreams uniqueStreams(EventStore eventStore) {
    return new UniqueStreams(eventStore);
  }

  @Bean
  NowParameterResolverFactory nowParameterResolverFactory(Clock clock) {
    return new NowParameterResolverFactory(clock);
  }

  /** Axon lets it see all commands, queries and events. */
  @Bean
  MessageLog messageLog() {
    return new MessageLog();
  }

  @Bean
  ConfigurerModule metricsOfMessages(MeterRegistry meters, Clock clock) {
    MessageMetrics metrics = new MessageMetrics(meters, clock);
    return configurer ->
        configurer.configureMessageMonitor(
            axon -> (type, component) -> metrics.create(axon, type, component));
  }

  /** Faults propagate: the batch is rolled back and tried again, its token does not move. */
  @Bean
  ConfigurerModule errorsPropagate() {
    return configurer ->
        configurer
            .eventProcessing()
            .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
            .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance());
  }

  /**
   * Aggregates in memory, held on to until there are too many (a weak cache would forget them at
   * every garbage collection). Axon's repository takes one out when its unit of work is rolled
   * back.
   */
  @Bean(destroyMethod = "close")
  CacheManager aggregateCaches() {
    return new CaffeineCachingProvider().getCacheManager();
  }

  @Bean
  Cache aggregateCache(CacheManager aggregateCaches) {
    CaffeineConfiguration<Object, Object> configuration = new CaffeineConfiguration<>();
    configuration.setStoreByValue(false);
    configuration.setMaximumSize(OptionalLong.of(CACHED_AGGREGATES));
    return new JCacheAdapter(aggregateCaches.createCache("aggregates", configuration));
  }

  /** What is done every second, such as trying again. */
  @EnableScheduling
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "arch.work", havingValue = "true", matchIfMissing = true)
  static class WithWork {}

  /** This process asks and answers only; events, due tasks and retries are left to others. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "arch.work", havingValue = "false")
  static class WithoutWork {

    @Bean
    static BeanPostProcessor leavesWorkToOthers() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          if (bean instanceof EventProcessors processors) {
            processors.leaveToOthers();
          } else if (bean instanceof DueTasks tasks) {
            tasks.leaveToOthers();
          }
          return bean;
        }
      };
    }
  }

  /** Messages travel through Axon Server, which keeps the events as well. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "axon.axonserver.enabled",
      havingValue = "true",
      matchIfMissing = true)
  static class ThroughAxonServer {

    /** By which Axon Server and its connector choose what comes next. */
    @Bean
    ProcessPriority processPriority() {
      return new ProcessPriority();
    }

    @Bean
    static LostConnectionFilter lostConnectionFilter() {
      return LostConnectionFilter.installed();
    }

    @Bean
    AxonServerHealthIndicator axonServerHealthIndicator(
        AxonServerConnectionManager connections, AxonServerConfiguration settings) {
      return new AxonServerHealthIndicator(connections, settings.getServers());
    }

    @Bean
    AxonServerWatch axonServerWatch(
        AxonServerConnectionManager connections, AxonServerConfiguration settings) {
      return new AxonServerWatch(connections, settings.getServers());
    }
  }

  /** The event store in PostgreSQL, for the topology without Axon Server. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class EventsInPostgres {

    /** How soon events of another process on the same database are seen, in milliseconds. */
    private static final long FETCH_DELAY_MS = 50;

    /**
     * How long, in milliseconds, a gap in the global index is taken for a transaction that has not
     * yet committed. PostgreSQL ends an idle transaction long before (see the connection's
     * settings), so that no event can appear in a gap that was given up.
     */
    private static final int GAP_TIMEOUT_MS = 300_000;

    @Bean
    FlywayMigrationInitializer eventStoreMigrations(DataSource dataSource) {
      return Migrations.of("event_store", dataSource);
    }

    @Bean
    EventStorageEngine eventStorageEngine(
        Serializer snapshotSerializer,
        @Qualifier("eventSerializer") Serializer eventSerializer,
        PersistenceExceptionResolver persistenceExceptionResolver,
        ConnectionProvider connectionProvider,
        TransactionManager transactionManager,
        org.axonframework.config.Configuration axon) {
      return JdbcEventStorageEngine.builder()
          .schema(eventSchema())
          .eventSerializer(eventSerializer)
          .snapshotSerializer(snapshotSerializer)
          .upcasterChain(axon.upcasterChain())
          .snapshotFilter(axon.snapshotFilter())
          .persistenceExceptionResolver(persistenceExceptionResolver)
          .connectionProvider(connectionProvider)
          .transactionManager(transactionManager)
          .gapTimeout(GAP_TIMEOUT_MS)
          .build();
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
    EmbeddedEventStore eventBus(
        EventStorageEngine storageEngine, org.axonframework.config.Configuration axon) {
      return EmbeddedEventStore.builder()
          .storageEngine(storageEngine)
          .messageMonitor(axon.messageMonitor(EventStore.class, "eventStore"))
          .spanFactory(axon.getComponent(EventBusSpanFactory.class))
          .fetchDelay(FETCH_DELAY_MS)
          .build();
    }
  }
}
