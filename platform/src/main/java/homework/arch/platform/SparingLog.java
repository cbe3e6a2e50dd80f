package homework.arch.platform;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warns of what comes in thousands while a part is away: of the first at once, then of how many
 * more there were, no more often than a pause allows. Each of them is told to who reads {@code
 * DEBUG}.
 */
public final class SparingLog {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Logger log;
  private final LongSupplier nanos;
  private final AtomicLong nextAt;
  private final AtomicInteger untold = new AtomicInteger();

  public SparingLog(Logger log) {
    this(log, System::nanoTime);
  }

  SparingLog(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    this.nextAt = new AtomicLong(nanos.getAsLong());
  }

  /**
   * @param what of which there may be many
   * @param cause of this one
   */
  public void warn(String what, String cause) {
    long now = nanos.getAsLong();
    long next = nextAt.get();
    if (now - next < 0 || !nextAt.compareAndSet(next, now + PAUSE.toNanos())) {
      untold.incrementAndGet();
      log.debug("{}: {}", what, cause);
      return;
    }
    int more = untold.getAndSet(0);
    if (more == 0) {
      log.warn("{}: {}", what, cause);
    } else {
      log.warn("{}: {} ({} more since the last line of this kind)", what, cause, more);
    }
  }
}
