package homework.arch.platform.deadletters;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a handler that hangs, so that it holds up nothing else for long. A batch has so much
 * patience in all; once it is used up, each further handler gets a little. One thread uses it.
 */
final class Patience {

  interface Handling {
    void run() throws Exception;
  }

  private static final long LITTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Duration patience;
  private long batchUntil;
  private @Nullable Thread busy;
  private long until;
  private boolean interrupted;

  Patience(Duration patience) {
    this.patience = patience;
  }

  void beginBatch() {
    batchUntil = System.nanoTime() + patience.toNanos();
  }

  /**
   * @throws TimeoutException if it took too long
   */
  void run(Handling handling) throws Exception {
    begin();
    try {
      handling.run();
    } catch (Exception e) {
      if (end()) {
        TimeoutException late = new TimeoutException("there was no answer for " + patience);
        late.initCause(e);
        throw late;
      }
      throw e;
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    long now = System.nanoTime();
    busy = Thread.currentThread();
    interrupted = false;
    until = batchUntil - now > LITTLE_NANOS ? batchUntil : now + LITTLE_NANOS;
  }

  /** Whether it was interrupted from here, which the thread then knows nothing of any more. */
  private synchronized boolean end() {
    busy = null;
    boolean fromHere = interrupted;
    if (fromHere) {
      interrupted = false;
      Thread.interrupted();
    }
    return fromHere;
  }

  /** Called every now and then. */
  synchronized void look() {
    if (busy != null && !interrupted && System.nanoTime() - until > 0) {
      interrupted = true;
      busy.interrupt();
    }
  }
}
