package homework.arch.platform.web;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Tells of requests that were refused in an outage: of the first at once, of the others by number.
 */
public final class OutageLog {

  private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final LongSupplier nanoTime;
  private long toldAt;
  private long untold;

  public OutageLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.toldAt = nanoTime.getAsLong() - EVERY_NS;
  }

  /** Without a stack trace: it is no fault of the code. */
  public synchronized void tell(Throwable failure) {
    long now = nanoTime.getAsLong();
    if (now - toldAt < EVERY_NS) {
      untold++;
      return;
    }
    String others =
        untold == 0 ? "" : ". %d requests before this one were refused as well".formatted(untold);
    log.warn("A service that must take part is away: {}{}", failure.toString(), others);
    toldAt = now;
    untold = 0;
  }
}
