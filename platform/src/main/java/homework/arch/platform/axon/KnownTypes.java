package homework.arch.platform.axon;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
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

/**
 * The classes that JSON may name which was stored, or sent by another process: the messages, what
 * the services store beside them, and what Axon itself stores and sends. Who names a class has it
 * loaded, made and filled; no other one on the class path is for that.
 */
public final class KnownTypes {

  private static final String MESSAGES = "homework.arch.api.";

  private static final Set<Class<?>> TOKENS =
      Set.of(
          GapAwareTrackingToken.class,
          GlobalSequenceTrackingToken.class,
          MergedTrackingToken.class,
          ReplayToken.class);

  private static final Set<Class<?>> OTHERS_OF_AXON =
      Set.of(
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

  KnownTypes(Collection<StoredType> stored) {
    besideMessages =
        Stream.concat(
                Stream.concat(TOKENS.stream(), OTHERS_OF_AXON.stream()),
                stored.stream().map(StoredType::type))
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a class of this name is, or may become in a later version, a message. */
  public static boolean isMessage(String name) {
    return name.startsWith(MESSAGES);
  }

  /** Asked before the class is loaded, as that runs its static initialisers. */
  boolean mayBeLoaded(String name) {
    return name.startsWith(MESSAGES) || besideMessages.contains(name);
  }

  /** Not all that is in the package of the messages is one. */
  boolean mayBeRead(Class<?> type) {
    return type.isRecord() || type.isEnum() || besideMessages.contains(type.getName());
  }

  /** The names of the tokens that other tokens are made of. */
  static Pattern tokenNames() {
    return Pattern.compile(
        TOKENS.stream().map(Class::getName).map(Pattern::quote).collect(Collectors.joining("|")));
  }
}
