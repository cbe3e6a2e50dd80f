package homework.arch.platform.axon;

import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Reads what {@link KnownTypes} names. Axon's own reads whatever is on the class path. */
class KnownTypesSerializer extends Jackson3Serializer {

  private final KnownTypes known;

  KnownTypesSerializer(Builder builder, KnownTypes known) {
    super(builder);
    this.known = known;
  }

  @Override
  public Class<?> classForType(SerializedType type) {
    if (SerializedType.isEmptyType(type)) {
      return Void.class;
    }
    Class<?> found =
        known.mayBeLoaded(type.getName()) ? super.classForType(type) : UnknownSerializedType.class;
    return found != UnknownSerializedType.class && known.mayBeRead(found)
        ? found
        : unknown(type.getName());
  }

  Class<?> unknown(String name) {
    throw new SerializationException(refusal(name));
  }

  static String refusal(String name) {
    return "The type '%s' is not known here, and is not read.".formatted(name);
  }
}
