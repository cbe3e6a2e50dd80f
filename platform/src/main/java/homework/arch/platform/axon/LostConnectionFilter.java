package homework.arch.platform.axon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;

/**
 * Keeps Axon from telling that the connection to Axon Server is lost, which each of its parts would
 * do with a stack trace; {@link AxonServerWatch} tells it in one line. Whatever else fails, Axon
 * tells as it always does.
 */
final class LostConnectionFilter extends TurboFilter implements DisposableBean {

  /** They follow a failure that was told, or kept from telling, and add nothing to it. */
  private static final Set<String> ECHOES =
      Set.of("Releasing claim on token and preparing for retry in {}s");

  private final ILoggerFactory loggers = LoggerFactory.getILoggerFactory();

  /** At work from now on. */
  static LostConnectionFilter installed() {
    LostConnectionFilter filter = new LostConnectionFilter();
    if (filter.loggers instanceof LoggerContext logback) {
      filter.setContext(logback);
      filter.start();
      logback.addTurboFilter(filter);
    }
    return filter;
  }

  @Override
  public void destroy() {
    if (loggers instanceof LoggerContext logback) {
      logback.getTurboFilterList().remove(this);
    }
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    boolean meaningless =
        level == Level.WARN
            && format != null
            && isAxons(logger.getName())
            && (ECHOES.contains(format) || isLostConnection(failure, parameters));
    return meaningless ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static boolean isAxons(String logger) {
    return logger.startsWith("org.axonframework.") || logger.startsWith("io.axoniq.");
  }

  /** What fails comes by itself, or as the last of several parameters. */
  private static boolean isLostConnection(
      @Nullable Throwable failure, Object @Nullable [] parameters) {
    Object told =
        failure == null && parameters != null && parameters.length > 0
            ? parameters[parameters.length - 1]
            : failure;
    return told instanceof Throwable thrown
        && Cause.all(thrown)
            .anyMatch(
                cause ->
                    cause instanceof StatusRuntimeException rpc
                        && Unavailable.isConnectionLost(rpc));
  }
}
