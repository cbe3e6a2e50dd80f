package homework.arch.platform.processors;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.deadletters.DeadLetters;
import homework.arch.platform.deadletters.DeadLettersEndpoint;
import homework.arch.platform.deadletters.ParkedEndpoint;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What handles events, and what is done in the background. */
@AutoConfiguration(
    before = {
      AxonAutoConfiguration.class,
      TransactionAutoConfiguration.class,
      NoOpTransactionAutoConfiguration.class
    })
@Import({
  ProcessorDatabase.class,
  Backlog.class,
  DeadLetters.class,
  DeadLettersEndpoint.class,
  ParkedEndpoint.class,
  SegmentBalance.class,
  ProcessorMetrics.class,
  ProcessorsEndpoint.class
})
@SuppressWarnings("deprecation") // the old endpoint is there for one more version
public class ProcessorPlatform {

  /** The transactions of event processors; commands need none, and queries are Spring Data's. */
  @Bean
  TransactionManager axonTransactionManager(ProcessorDatabase processorDatabase) {
    return new SpringTransactionManager(processorDatabase.transactions());
  }

  /** The connection of an event processor's transaction, or else one of the callers'. */
  @Bean
  ConnectionProvider connectionProvider(
      DataSource dataSource, ProcessorDatabase processorDatabase) {
    ConnectionProvider ofProcessors =
        new SpringDataSourceConnectionProvider(processorDatabase.dataSource());
    return () ->
        processorDatabase.isInTransaction()
            ? ofProcessors.getConnection()
            : dataSource.getConnection();
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

  /** Its name is that of the part in {@code /actuator/health}. */
  @Bean
  LostEvents lostEvents() {
    return new LostEvents();
  }

  /**
   * What is done every second, such as trying again. Without it this process asks and answers only:
   * retries, and the events of {@link EventProcessors}, are left to others.
   */
  @EnableScheduling
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "arch.work", havingValue = "true", matchIfMissing = true)
  static class WithWork {}
}
