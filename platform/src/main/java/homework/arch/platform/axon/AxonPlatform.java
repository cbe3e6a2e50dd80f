package homework.arch.platform.axon;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.ManagedChannelCustomizer;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonServerAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Axon's parts as this project uses them, in place of those it would choose by itself: without
 * these beans it falls back to large objects, in-memory tokens or no transactions, and says
 * nothing.
 */
@AutoConfiguration(before = {AxonAutoConfiguration.class, AxonServerAutoConfiguration.class})
public class AxonPlatform {

  /** How many aggregates of each kind are held in memory. */
  private static final int CACHED_AGGREGATES = 20_000;

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
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
  Retries retries(
      @Value("${arch.retries.first-pause}") Duration firstPause,
      @Value("${arch.retries.longest-pause}") Duration longestPause,
      @Value("${arch.retries.attempts}") int attempts) {
    return new Retries(firstPause, longestPause, attempts);
  }

  @Bean
  Answers answers(QueryGateway queryGateway, @Value("${arch.query-timeout}") Duration timeout) {
    return new Answers(queryGateway, timeout);
  }

  @Bean
  NowParameterResolverFactory nowParameterResolverFactory(Clock clock) {
    return new NowParameterResolverFactory(clock);
  }

  /** Axon lets it see all commands, queries and events. */
  @Bean
  MessageLog messageLog(ObjectProvider<Spans> spans) {
    return new MessageLog(spans.getIfAvailable(() -> Spans.NONE));
  }

  @Bean
  ConfigurerModule metricsOfMessages(MeterRegistry meters, Clock clock) {
    MessageMetrics metrics = new MessageMetrics(meters, clock);
    return configurer -> configurer.configureMessageMonitor(axon -> metrics::monitor);
  }

  /** Axon's repository takes an aggregate out when its unit of work is rolled back. */
  @Bean
  Cache aggregateCache() {
    return new AggregateCache(CACHED_AGGREGATES);
  }

  /** Messages travel through Axon Server, which keeps the events as well. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "axon.axonserver.enabled",
      havingValue = "true",
      matchIfMissing = true)
  static class ThroughAxonServer {

    @Bean
    static LostConnectionFilter lostConnectionFilter() {
      return LostConnectionFilter.installed();
    }

    @Bean
    static RefusedToken refusedToken() {
      return new RefusedToken();
    }

    @Bean
    static ManagedChannelCustomizer managedChannelCustomizer(RefusedToken refusedToken) {
      return channel -> channel.intercept(refusedToken);
    }

    /** Its name is that of the part in {@code /actuator/health}. */
    @Bean
    AxonServerWatch axonServerHealthIndicator(
        AxonServerConnectionManager connections,
        AxonServerConfiguration settings,
        RefusedToken refusedToken) {
      return new AxonServerWatch(connections, settings.getServers(), refusedToken);
    }
  }
}
