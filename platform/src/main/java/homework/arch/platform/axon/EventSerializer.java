package homework.arch.platform.axon;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.serialization.UnknownSerializedType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Axon that the type of an event is not known, and tells the operator its name. */
final class EventSerializer extends KnownTypesSerializer {

  private static final Logger log = LoggerFactory.getLogger(EventSerializer.class);

  /** Each is told once: every processor meets every event. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  EventSerializer(Builder builder, KnownTypes known) {
    super(builder, known);
  }

  @Override
  Class<?> unknown(String name) {
    if (told.add(name)) {
      log.error("An event is not handled. {}", refusal(name));
    }
    return UnknownSerializedType.class;
  }
}
