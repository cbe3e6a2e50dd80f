package homework.arch.platform.axon;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * How messages, tokens, sagas and snapshots are written as JSON: the same in every topology. They
 * are written as their fields say, getters or not.
 */
public final class MessageJson {

  private MessageJson() {}

  /**
   * For all but events. A type that is not known is an error that names it.
   *
   * @param stored what the service stores beside messages
   */
  public static Serializer serializer(Collection<StoredType> stored) {
    KnownTypes known = new KnownTypes(stored);
    return new KnownTypesSerializer(builder(known), known);
  }

  /**
   * For events, of which one that is not known must not keep a processor from all others: it is
   * logged as an error that names its type, and is parked if it is a message of a later version.
   */
  public static Serializer eventSerializer(Collection<StoredType> stored) {
    KnownTypes known = new KnownTypes(stored);
    return new EventSerializer(builder(known), known);
  }

  private static Jackson3Serializer.Builder builder(KnownTypes known) {
    return Jackson3Serializer.builder().jsonMapperBuilderCustomizer(json -> configure(json, known));
  }

  private static void configure(JsonMapper.Builder json, KnownTypes known) {
    json.changeDefaultVisibility(
        visibility ->
            visibility
                .withFieldVisibility(Visibility.ANY)
                .withGetterVisibility(Visibility.NONE)
                .withIsGetterVisibility(Visibility.NONE));
    json.changeDefaultPropertyInclusion(
        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    json.polymorphicTypeValidator(
        BasicPolymorphicTypeValidator.builder().allowIfSubType(KnownTypes.tokenNames()).build());
    json.addModule(
        new SimpleModule("known types")
            .addDeserializer(Class.class, new KnownClassDeserializer(known)));
  }

  /** A query tells the class of the answer that it asks for. */
  @SuppressWarnings("rawtypes") // Class.class is a Class<Class>
  private static final class KnownClassDeserializer extends ValueDeserializer<Class> {

    private final KnownTypes known;

    KnownClassDeserializer(KnownTypes known) {
      this.known = known;
    }

    @Override
    public Class<?> deserialize(JsonParser json, DeserializationContext context) {
      String name = json.getString();
      if (!known.mayBeLoaded(name)) {
        throw context.weirdStringException(name, Class.class, KnownTypesSerializer.refusal(name));
      }
      try {
        return context.findClass(name);
      } catch (ClassNotFoundException e) {
        throw context.weirdStringException(name, Class.class, KnownTypesSerializer.refusal(name));
      }
    }
  }
}
