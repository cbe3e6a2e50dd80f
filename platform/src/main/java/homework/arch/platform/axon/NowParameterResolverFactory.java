package homework.arch.platform.axon;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives command handlers the time as a parameter of type {@link Instant}, so that the domain needs
 * no clock. In microseconds, which is what PostgreSQL keeps: a time reads back as it was written.
 */
public record NowParameterResolverFactory(Clock clock)
    implements ParameterResolverFactory, ParameterResolver<Instant> {

  @Override
  public @Nullable ParameterResolver<Instant> createInstance(
      Executable executable, Parameter[] parameters, int index) {
    Parameter parameter = parameters[index];
    return parameter.getType() == Instant.class && !parameter.isAnnotationPresent(Timestamp.class)
        ? this
        : null;
  }

  @Override
  public Instant resolveParameterValue(Message<?> message) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public boolean matches(Message<?> message) {
    return message instanceof CommandMessage;
  }
}
