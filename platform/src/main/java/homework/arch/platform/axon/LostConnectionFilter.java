package homework.arch.platform.axon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;

/**
 * Keeps Axon from telling that the connection to Axon Server is lost, which each of its parts would
 * do with a stack trace; {@link AxonServerWatch} tells it in one line. Whatever else fails, Axon
 * tells as it always does.
 */
final class LostConnectionFilter extends TurboFilter implements DisposableBean {

  /** It follows a failure that was told, or kept from telling, and adds nothing to it. */
  private static final String ECHO = "Releasing claim on token and preparing for retry in {}s";

  private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** At work from now on. */
  static LostConnectionFilter installed() {
    LostConnectionFilter filter = new LostConnectionFilter();
    filter.setContext(filter.logback);
    filter.start();
    filter.logback.addTurboFilter(filter);
    return filter;
  }

  @Override
  public void destroy() {
    logback.getTurboFilterList().remove(this);
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
            && logger.getName().matches("(org\\.axonframework|io\\.axoniq)\\..*")
            && (ECHO.equals(format) || isLostConnection(failure, parameters));
    return meaningless ? FilterReply.DENY : FilterReply.NEUTRAL;
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
