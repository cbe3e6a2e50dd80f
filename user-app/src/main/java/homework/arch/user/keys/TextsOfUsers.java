package homework.arch.user.keys;

import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.SealTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals and opens what other services keep of a person: they have no keys. */
@Component
class TextsOfUsers {

  private final UserKeys keys;
  private final Registrations registrations;

  TextsOfUsers(UserKeys keys, Registrations registrations) {
    this.keys = keys;
    this.registrations = registrations;
  }

  @QueryHandler
  Texts handle(SealTexts query) {
    Map<UUID, UserKey> ofUsers = new HashMap<>(keys.of(users(query.texts())));
    for (UUID userId : users(query.texts())) {
      // Who was registered with an earlier version has none so far.
      if (!ofUsers.containsKey(userId) && registrations.has(userId)) {
        keys.make(userId).ifPresent(key -> ofUsers.put(userId, key));
      }
    }
    return texts(query.texts(), text -> sealed(ofUsers.get(text.userId()), text));
  }

  private static @Nullable String sealed(@Nullable UserKey key, TextOfUser text) {
    return key == null ? null : key.seal(text.field(), text.text());
  }

  @QueryHandler
  Texts handle(OpenTexts query) {
    Map<UUID, UserKey> ofUsers = keys.of(users(query.texts()));
    return texts(
        query.texts(),
        text -> UserKeys.readable(ofUsers, text.userId(), text.field(), text.text()));
  }

  private interface Change {
    @Nullable String of(TextOfUser text);
  }

  private static Texts texts(List<TextOfUser> texts, Change change) {
    return new Texts(texts.stream().<@Nullable String>map(change::of).toList());
  }

  private static Collection<UUID> users(List<TextOfUser> texts) {
    return texts.stream().map(TextOfUser::userId).collect(Collectors.toSet());
  }
}
