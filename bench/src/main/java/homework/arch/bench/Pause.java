package homework.arch.bench;

import java.util.concurrent.TimeUnit;

final class Pause {

  private Pause() {}

  static void seconds(int seconds) {
    millis(1000 * seconds);
  }

  static void millis(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
