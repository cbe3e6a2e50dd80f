package homework.arch.user.keys;

import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.SealTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals and opens what other services keep of a person: they have no keys. */
@Component
record TextsOfUsers(UserKeys keys, Registrations registrations) {

  @QueryHandler
  Texts handle(SealTexts query) {
    Set<UUID> users = users(query.texts());
    Map<UUID, UserKey> ofUsers = new HashMap<>(keys.of(users));
    for (UUID userId : users) {
      // Who was registered with an earlier version has none so far.
      if (!ofUsers.containsKey(userId) && registrations.last(userId).isPresent()) {
        keys.make(userId, 0).ifPresent(key -> ofUsers.put(userId, key));
      }
    }
    return new Texts(
        query.texts().stream()
            .<@Nullable String>map(text -> sealed(ofUsers.get(text.userId()), text))
            .toList());
  }

  private static @Nullable String sealed(@Nullable UserKey key, TextOfUser text) {
    return key == null ? null : key.seal(text.field(), text.text());
  }

  @QueryHandler
  Texts handle(OpenTexts query) {
    Map<UUID, UserKey> ofUsers = keys.of(users(query.texts()));
    return new Texts(
        query.texts().stream()
            .<@Nullable String>map(
                text -> UserKeys.open(ofUsers, text.userId(), text.field(), text.text()))
            .toList());
  }

  private static Set<UUID> users(List<TextOfUser> texts) {
    return texts.stream().map(TextOfUser::userId).collect(Collectors.toSet());
  }
}
