package homework.arch.platform.commands;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.FailingDuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.config.Configuration;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** How commands are sent and handled. */
@AutoConfiguration(before = AxonAutoConfiguration.class)
@Import({BoundedCommandGateway.class, ProcessCommands.class})
public class CommandPlatform {

  @Bean
  @Qualifier("localSegment")
  LocalCommandBus commandBus(Configuration axon) {
    LocalCommandBus bus =
        new LocalCommandBus(
            SimpleCommandBus.builder()
                .duplicateCommandHandlerResolver(FailingDuplicateCommandHandlerResolver.instance())
                .spanFactory(axon.getComponent(CommandBusSpanFactory.class))
                .messageMonitor(axon.messageMonitor(CommandBus.class, "commandBus")));
    bus.registerHandlerInterceptor(
        new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
    return bus;
  }
}
