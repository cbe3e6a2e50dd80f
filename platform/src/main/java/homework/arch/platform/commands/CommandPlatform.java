package homework.arch.platform.commands;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.FailingDuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.config.Configuration;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** How commands are sent and handled. */
@AutoConfiguration(before = AxonAutoConfiguration.class)
@Import({BoundedCommandGateway.class, ProcessCommands.class, ProcessPriority.class})
public class CommandPlatform {

  private static final int RETRY_THREADS = 4;

  @Bean(destroyMethod = "")
  @Qualifier("localSegment")
  LocalCommandBus commandBus(ScheduledExecutorService commandRetries, Configuration axon) {
    LocalCommandBus bus =
        new LocalCommandBus(
            SimpleCommandBus.builder()
                .duplicateCommandHandlerResolver(FailingDuplicateCommandHandlerResolver.instance())
                .spanFactory(axon.getComponent(CommandBusSpanFactory.class))
                .messageMonitor(axon.messageMonitor(CommandBus.class, "commandBus")),
            commandRetries);
    bus.registerHandlerInterceptor(
        new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
    return bus;
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService commandRetries() {
    return Executors.newScheduledThreadPool(
        RETRY_THREADS, new AxonThreadFactory("command-retries"));
  }
}
