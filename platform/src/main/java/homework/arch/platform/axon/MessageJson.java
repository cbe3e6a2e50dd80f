package homework.arch.platform.axon;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.InstanceResponseType;
import org.axonframework.messaging.responsetypes.OptionalResponseType;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * How messages, tokens, sagas and snapshots are written as JSON: the same in every topology. They
 * are written as their fields say, getters or not.
 *
 * <p>What was stored, or sent by another process, names the class that it is read as, and who names
 * a class has it loaded, made and filled. So only these are read: the messages, what the services
 * store beside them, and what Axon itself stores and sends; Axon's own serializer would read
 * whatever is on the class path.
 */
public final class MessageJson extends Jackson3Serializer {

  private static final Logger log = LoggerFactory.getLogger(MessageJson.class);

  private static final String MESSAGES = "homework.arch.api.";
  private static final String TOKENS = "org.axonframework.eventhandling.";

  private static final Set<Class<?>> BESIDE_MESSAGES =
      Set.of(
          GapAwareTrackingToken.class,
          GlobalSequenceTrackingToken.class,
          MergedTrackingToken.class,
          ReplayToken.class,
          ConfigToken.class,
          MetaData.class,
          // What a query asks for.
          InstanceResponseType.class,
          OptionalResponseType.class,
          // What a command answers that has made an aggregate: its identifier.
          String.class,
          // The mark of a part that is away.
          Unavailable.Fault.class);

  private final Set<String> besideMessages;
  private final boolean forEvents;

  /** Each is told once: every processor meets every event. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private MessageJson(Set<String> besideMessages, boolean forEvents) {
    super(Jackson3Serializer.builder().jsonMapperBuilderCustomizer(MessageJson::configure));
    this.besideMessages = besideMessages;
    this.forEvents = forEvents;
  }

  /**
   * For all but events. A type that is not known is an error that names it.
   *
   * @param stored what the service stores beside messages
   */
  public static Serializer serializer(Collection<StoredType> stored) {
    return new MessageJson(besideMessages(stored), false);
  }

  /**
   * For events, of which one that is not known must not keep a processor from all others. A message
   * of a later version becomes a dead letter; any other is told as an error that names its type,
   * and passed over.
   */
  public static Serializer eventSerializer(Collection<StoredType> stored) {
    return new MessageJson(besideMessages(stored), true);
  }

  private static Set<String> besideMessages(Collection<StoredType> stored) {
    return Stream.concat(BESIDE_MESSAGES.stream(), stored.stream().map(StoredType::type))
        .map(Class::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a class of this name is, or may become in a later version, a message. */
  public static boolean isMessage(String name) {
    return name.startsWith(MESSAGES);
  }

  @Override
  public Class<?> classForType(SerializedType type) {
    if (SerializedType.isEmptyType(type)) {
      return Void.class;
    }
    String name = type.getName();
    boolean beside = besideMessages.contains(name);
    // Asked before the class is loaded, as that runs its static initialisers.
    Class<?> found =
        beside || isMessage(name) ? super.classForType(type) : UnknownSerializedType.class;
    // Not all that is in the package of the messages is one.
    if (beside || found.isRecord() || found.isEnum()) {
      return found;
    }
    if (!forEvents) {
      throw new SerializationException(refusal(name));
    }
    if (!isMessage(name) && told.add(name)) {
      log.error("An event is not handled. {}", refusal(name));
    }
    return UnknownSerializedType.class;
  }

  private static String refusal(String name) {
    return "The type '%s' is not known here, and is not read.".formatted(name);
  }

  private static void configure(JsonMapper.Builder json) {
    json.changeDefaultVisibility(
        visibility ->
            visibility
                .withFieldVisibility(Visibility.ANY)
                .withGetterVisibility(Visibility.NONE)
                .withIsGetterVisibility(Visibility.NONE));
    json.changeDefaultPropertyInclusion(
        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    // The tokens that other tokens are made of.
    json.polymorphicTypeValidator(
        BasicPolymorphicTypeValidator.builder().allowIfSubType(TOKENS).build());
    json.addModule(
        new SimpleModule("answers").addDeserializer(Class.class, new AnswerDeserializer()));
  }

  /** A query tells the class of the answer that it asks for, which is a message. */
  @SuppressWarnings("rawtypes") // Class.class is a Class<Class>
  private static final class AnswerDeserializer extends ValueDeserializer<Class> {

    @Override
    public Class<?> deserialize(JsonParser json, DeserializationContext context) {
      String name = json.getString();
      try {
        if (isMessage(name)) {
          return context.findClass(name);
        }
      } catch (ClassNotFoundException e) {
        // Of a later version.
      }
      throw context.weirdStringException(name, Class.class, refusal(name));
    }
  }
}
