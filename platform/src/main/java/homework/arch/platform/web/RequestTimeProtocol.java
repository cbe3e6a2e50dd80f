package homework.arch.platform.web;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP with a bound on the time that a whole request takes to come, from its first byte to its
 * last. Tomcat itself bounds the time between two reads alone: a caller who sends a byte every few
 * seconds would hold a thread for hours. The connection of one who is too slow is closed. How long
 * the answer takes does not count. Tomcat makes it by name, hence public and without parameters.
 */
public final class RequestTimeProtocol extends Http11NioProtocol {

  private static final long LOOK_EVERY_MS = 500;

  private final Set<TimedProcessor> processors =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private volatile long longestNanos = Long.MAX_VALUE;

  void setRequestTime(Duration longest) {
    longestNanos = longest.toNanos();
  }

  @Override
  protected Processor createProcessor() {
    TimedProcessor processor = new TimedProcessor(this, getAdapter());
    processors.add(processor);
    return processor;
  }

  @Override
  public void start() throws Exception {
    super.start();
    // Tomcat ends it with the executor.
    ScheduledFuture<?> unused =
        getUtilityExecutor()
            .scheduleWithFixedDelay(
                this::closeTheSlow, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void closeTheSlow() {
    synchronized (processors) {
      processors.forEach(processor -> processor.closeIfSlowerThan(longestNanos));
    }
  }

  private static final class TimedProcessor extends Http11Processor {

    TimedProcessor(RequestTimeProtocol protocol, Adapter adapter) {
      super(protocol, adapter);
    }

    void closeIfSlowerThan(long nanos) {
      long start = request.getStartTimeNanos(); // below zero between two requests
      SocketWrapperBase<?> connection = getSocketWrapper();
      if (start >= 0
          && connection != null
          && System.nanoTime() - start > nanos
          && !request.isFinished()) {
        connection.close();
      }
    }
  }
}
