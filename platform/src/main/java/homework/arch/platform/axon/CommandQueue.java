package homework.arch.platform.axon;

import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The commands that wait for a thread, those of processes first. Only callers are refused when it
 * is full: what a process sends is the rest of what was accepted before.
 */
@SuppressWarnings("serial") // nobody writes it down
final class CommandQueue extends PriorityBlockingQueue<Runnable> {

  private static final AtomicLong ARRIVALS = new AtomicLong();

  private static final Comparator<Runnable> ORDER =
      Comparator.comparing(
          Work.class::cast,
          Comparator.comparingInt(Work::priority).reversed().thenComparingLong(Work::arrival));

  private final int capacity;

  /** Of equal priority, who came first is first. */
  private record Work(int priority, long arrival, Runnable handling) implements Runnable {

    @Override
    public void run() {
      handling.run();
    }
  }

  /**
   * @param capacity how many wait before callers are refused
   */
  CommandQueue(int capacity) {
    super(64, ORDER);
    this.capacity = capacity;
  }

  /** What may wait in this queue. */
  static Runnable work(int priority, Runnable handling) {
    return new Work(priority, ARRIVALS.getAndIncrement(), handling);
  }

  @Override
  public boolean offer(Runnable work) {
    boolean full = size() >= capacity && ((Work) work).priority() == ProcessPriority.AS_OTHERS;
    return !full && super.offer(work);
  }
}
