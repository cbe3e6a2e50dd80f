package homework.arch.platform;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What is named by every line that this thread logs until it leaves the context. */
public final class LogContext {

  public static final String TRACE_ID = "traceId";
  public static final String ORDER_ID = "orderId";

  private final @Nullable String traceBefore = MDC.get(TRACE_ID);
  private final @Nullable String orderBefore = MDC.get(ORDER_ID);

  private LogContext() {}

  /**
   * @param orderId of the order that it is about; without one, that of the context around this one
   */
  public static LogContext enter(String traceId, @Nullable Object orderId) {
    LogContext context = new LogContext();
    MDC.put(TRACE_ID, traceId);
    if (orderId != null) {
      orderId(orderId);
    }
    return context;
  }

  /** Names the order as soon as it is known, until the context around it is left. */
  public static void orderId(Object orderId) {
    MDC.put(ORDER_ID, orderId.toString());
  }

  /** The trace that is gone on with, if there is one. */
  public static @Nullable String traceId() {
    return MDC.get(TRACE_ID);
  }

  /** The order that it is about, if it is about one. */
  public static @Nullable String orderId() {
    return MDC.get(ORDER_ID);
  }

  /** Goes back to the context around this one. */
  public void leave() {
    restore(TRACE_ID, traceBefore);
    restore(ORDER_ID, orderBefore);
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
