package homework.arch.platform.axon;

import homework.arch.platform.LogContext;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Lets every line that is logged while a message is handled name the trace and the order that it is
 * about. The trace travels in the meta-data: here it enters the first message, and Axon's {@link
 * MessageOriginProvider} hands it on to all that follow, through Axon Server and the event store.
 * Where traces are exported, each handling is a span as well, see {@link Spans}.
 *
 * <p>What a message contains is never logged, only what kind it is.
 */
public final class MessageLog
    implements MessageDispatchInterceptor<Message<?>>, MessageHandlerInterceptor<Message<?>> {

  private static final Logger log = LoggerFactory.getLogger(MessageLog.class);

  private static final String TRACE_ID = MessageOriginProvider.getDefaultTraceKey();

  /** Of each kind of message the accessor of the order's id, if it has one. */
  private static final ClassValue<Optional<Method>> ORDER_ID =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return Optional.ofNullable(ReflectionUtils.findMethod(type, LogContext.ORDER_ID));
        }
      };

  private final Spans spans;

  MessageLog(Spans spans) {
    this.spans = spans;
  }

  @Override
  public BiFunction<Integer, Message<?>, Message<?>> handle(List<? extends Message<?>> messages) {
    return (index, message) -> {
      String traceId = LogContext.traceId();
      if (traceId == null || message.getMetaData().containsKey(TRACE_ID)) {
        return message;
      }
      return message.andMetaData(Map.of(TRACE_ID, traceId)).andMetaData(spans.current());
    };
  }

  @Override
  public @Nullable Object handle(
      UnitOfWork<? extends Message<?>> unitOfWork, InterceptorChain chain) throws Exception {
    Message<?> message = unitOfWork.getMessage();
    return about(message, message.getPayloadType().getSimpleName(), chain);
  }

  /**
   * Does something in the trace of a message.
   *
   * @param what is done, in a word
   */
  public @Nullable Object about(Message<?> message, String what, InterceptorChain action)
      throws Exception {
    Object orderId = orderId(message);
    Spans.Scope span = spans.begin(message, what, orderId);
    LogContext context = LogContext.enter(span.traceId(message), orderId);
    try {
      log.debug("{}", what);
      return action.proceed();
    } catch (Exception e) {
      log.debug("{} failed: {}", what, e.getClass().getSimpleName());
      span.failed(e);
      throw e;
    } finally {
      context.leave();
      span.end();
    }
  }

  private static @Nullable Object orderId(Message<?> message) {
    Object payload;
    try {
      payload = message.getPayload();
    } catch (SerializationException e) {
      return null; // whoever has to handle it will tell
    }
    Method accessor = payload == null ? null : ORDER_ID.get(payload.getClass()).orElse(null);
    return accessor == null ? null : ReflectionUtils.invokeMethod(accessor, payload);
  }
}
